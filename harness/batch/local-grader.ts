import { join, relative } from 'node:path';
import { LabError } from '../core/errors.ts';
import { troubleOf } from '../grading/failure.ts';
import { type GradingCommon, gradeSubmission } from '../grading/grade-submission.ts';
import { changed, type Grader, type Tried, type Turn } from './grader.ts';
import { outcomeOf, shortTrouble } from './journal/results.ts';
import { enterLane, type OwnLanes, openLane } from './own-lanes.ts';
import type { PlannedGrading } from './plan.ts';
import { openSubmission } from './submissions/open-submission.ts';

export interface LocalGrader extends OwnLanes {
  /** The folder of results. */
  folder: string;
}

/** Grades on this machine. */
export function localGrader({ folder, ...own }: LocalGrader): Grader {
  const admitted: Disposable[] = [];
  return {
    width: own.lanes.length,
    async ready(number, ending) {
      admitted[number] = await enterLane(own, number, ending);
    },
    async grade(grading, turn) {
      using _admitted = admitted[turn.lane];
      const common = await openLane(own, turn.lane);
      const began = performance.now();
      const tried = await gradeHere(grading, turn, common, folder);
      if (common.signal.aborted) return undefined; // cut off, or just done
      return 'trouble' in tried && (await own.outlast?.(turn.ending, began)) ? { ...tried, isOver: true } : tried;
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
