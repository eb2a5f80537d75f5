import { relative } from 'node:path';
import type { RunConfig } from '../config/config.ts';
import type { ChosenChecks } from '../course/choose-checks.ts';
import type { ExercisePaths } from '../course/course.ts';
import type { GradeReport } from '../grading/grade-report.ts';
import { gradeSubmission } from '../grading/grade-submission.ts';
import { newSeed } from '../grading/random.ts';
import type { Exercise } from '../sdk/exercise.ts';
import type { Invocation } from './command.ts';
import type { GradingSetup } from './grading-setup.ts';
import { LiveReport } from './live-report.ts';

/** One grading as the command line asks for it. */
export interface GradingJob {
  exercise: Exercise;
  paths: ExercisePaths;
  /** The folder to grade. */
  submission: string;
  only?: ChosenChecks;
}

/** Grades one submission and prints each check as it is settled; nothing where JSON was asked for. */
export async function gradeExercise(
  invocation: Invocation,
  config: RunConfig,
  setup: GradingSetup,
  { exercise, only, paths, submission }: GradingJob,
): Promise<GradeReport> {
  const { cwd, root } = invocation;
  using live = config.json ? undefined : new LiveReport(invocation, exercise, config.color);
  const seed = config.seed ?? newSeed();
  const label = submission.startsWith(root) ? relative(root, submission) : submission;
  live?.begin(label, seed, setup.common.engine.postgres, only);
  const report = await gradeSubmission({
    ...setup.common,
    exercise,
    paths,
    submission,
    label,
    seed,
    only,
    onOpened: (evidence) => live?.follow(evidence),
    onBegan: (id) => live?.began(id),
    onSettled: (id, outcome) => live?.settled(id, outcome),
  });
  live?.end({ ...report, run: { ...report.run, evidence: relative(cwd, report.run.evidence) } });
  return report;
}
