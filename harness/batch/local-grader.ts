import { join, relative } from 'node:path';
import { LabError } from '../core/errors.ts';
import { troubleOf } from '../grading/failure.ts';
import { type GradingCommon, gradeSubmission } from '../grading/grade-submission.ts';
import type { Admission } from './admission.ts';
import { changed, type Grader, type Tried, type Turn } from './grader.ts';
import { outcomeOf, shortTrouble } from './journal/results.ts';
import type { PlannedGrading } from './plan.ts';
import { openSubmission } from './submissions/open-submission.ts';

export interface LocalGrader extends OwnLanes {
  /** The folder of results. */
  folder: string;
}

/** What gradings on this machine run with. */
export interface OwnLanes {
  /** One for each grading that may run at the same time, opened when it is needed; no user of a lane's is another's. */
  lanes: readonly (() => Promise<GradingCommon>)[];
  /** Says when one may begin. */
  admission: Admission;
  /**
   * Waits while what gradings run on is away, as a daemon that is restarted, but not for ever. True: it was away, now or
   * after `since` (`performance.now()`), and is back; what went wrong meanwhile says nothing of what comes.
   */
  outlast?(ending: AbortSignal, since?: number): Promise<boolean>;
}

/** Grades on this machine. */
export function localGrader({ admission, folder, lanes, outlast }: LocalGrader): Grader {
  const lane = (number: number) => (lanes[number] as () => Promise<GradingCommon>)();
  const admitted: Disposable[] = [];
  return {
    width: lanes.length,
    async ready(number, ending) {
      for (let isReady = false; !isReady; ) {
        await outlast?.(ending);
        const began = performance.now();
        try {
          admitted[number] = await admission.enter(ending, () => lane(number));
          isReady = true;
        } catch (error) {
          if (!(await outlast?.(ending, began))) throw error;
        }
      }
    },
    async grade(grading, turn) {
      using _admitted = admitted[turn.lane];
      const common = await lane(turn.lane);
      const began = performance.now();
      const tried = await gradeHere(grading, turn, common, folder);
      if (common.signal.aborted) return undefined; // cut off, or just done
      return 'trouble' in tried && (await outlast?.(turn.ending, began)) ? { ...tried, isOver: true } : tried;
    },
  };
}

async function gradeHere(grading: PlannedGrading, turn: Turn, common: GradingCommon, folder: string): Promise<Tried> {
  const { handedIn, inside, manifest, paths, seed, student } = grading;
  try {
    await using open = await openSubmission(handedIn, common.broker);
    const report = await gradeSubmission({
      ...common,
      exercise: manifest,
      paths,
      submission: join(open.folder, inside),
      label: handedIn.name,
      seed,
      runs: join(folder, student),
    });
    turn.reported(report);
    if (report.submission.hash !== grading.submission) return changed;
    const outcome = outcomeOf(report, folder);
    return 'result' in outcome ? outcome : { ...outcome, evidence: relative(folder, report.run.evidence) };
  } catch (error) {
    // Where results cannot be kept, none of another submission could be: it is not this one's fault.
    if (error instanceof LabError && error.code === 'NO_STORAGE' && error.where?.startsWith(folder)) throw error;
    return { trouble: shortTrouble(troubleOf(error)) };
  }
}
