import type { GradeReport } from '../grading/grade-report.ts';
import type { GradingResult, ShortTrouble } from './journal/batch-lines.ts';
import type { PlannedGrading } from './plan.ts';

/** Where the gradings of a batch are made: on this machine, or by workers. */
export interface Grader {
  /** Gradings that may be under way at the same time, each in a lane of its own from 0. */
  width: number;
  /**
   * Makes a lane ready before something is begun in it, and waits until there is room for that, or until the signal
   * fires. Throws NOT_ISOLATED.
   */
  ready?(lane: number, ending: AbortSignal): Promise<void>;
  /**
   * What goes wrong is ours, and told. Undefined: it was cut off, and says nothing. Throws only NO_STORAGE, when
   * results cannot be kept, and NO_QUEUE, when workers cannot be reached any more.
   */
  grade(grading: PlannedGrading, turn: Turn): Promise<Tried | undefined>;
  /** The journal has what this try came to: it need not be kept elsewhere any more. */
  kept?(grading: PlannedGrading, attempt: number): void;
}

/** One try at one grading. */
export interface Turn {
  lane: number;
  /** How often the grading has come to an end before, with a grade or by our fault, in earlier sessions too. */
  attempt: number;
  /** Fires when the batch is interrupted or stops itself. */
  ending: AbortSignal;
  /** To be told the whole report, where the try comes to one. */
  reported(report: GradeReport): void;
}

/** What a try came to. */
export type Tried = { result: GradingResult } | Failed;

interface Failed {
  trouble: ShortTrouble;
  evidence?: string;
  /** What was the matter has passed: no other submission will meet it. */
  isOver?: boolean;
}

/** What a try comes to when its files are not those that were planned with. */
export const changed: Tried = {
  trouble: {
    code: 'BAD_SUBMISSION',
    message: 'it was changed while the batch ran',
    next: 'run the same command again',
  },
};
