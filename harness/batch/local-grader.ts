import { join, relative } from 'node:path';
import { LabError } from '../core/errors.ts';
import { troubleOf } from '../grading/failure.ts';
import { type GradingCommon, gradeSubmission } from '../grading/grade-submission.ts';
import { changed, type Grader, type Tried, type Turn } from './grader.ts';
import { outcomeOf, shortTrouble } from './journal/results.ts';
import type { PlannedGrading } from './plan.ts';
import { openSubmission } from './submissions/open-submission.ts';

export interface LocalGrader {
  /** The folder of results. */
  folder: string;
  /** One for each grading that may run at the same time, opened when it is needed; no user of a lane's is another's. */
  lanes: readonly (() => Promise<GradingCommon>)[];
}

/** Grades on this machine. */
export function localGrader(local: LocalGrader): Grader {
  const lane = (number: number) => (local.lanes[number] as () => Promise<GradingCommon>)();
  return {
    width: local.lanes.length,
    ready: async (number) => void (await lane(number)),
    async grade(grading, turn) {
      const common = await lane(turn.lane);
      const tried = await gradeHere(grading, turn, common, local.folder);
      return common.signal.aborted ? undefined : tried; // cut off, or just done
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
