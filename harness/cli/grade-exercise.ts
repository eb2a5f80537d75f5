import { join, relative } from 'node:path';
import type { RunConfig } from '../config/config.ts';
import type { ChosenChecks } from '../course/choose-checks.ts';
import type { ExercisePaths } from '../course/course.ts';
import type { GradeReport } from '../grading/grade-report.ts';
import { gradeSubmission } from '../grading/grade-submission.ts';
import type { GraderWorker } from '../grading/grader-worker.ts';
import { newSeed } from '../grading/random.ts';
import type { Exercise } from '../sdk/exercise.ts';
import type { Invocation } from './command.ts';
import type { GradingSetup } from './grading-setup.ts';
import { LiveReport } from './live-report.ts';
import type { Publication } from './publication.ts';

/** What gradings of one command share, and where their reports go. */
export interface PublishingSetup extends GradingSetup {
  publication: Publication;
}

/** One grading as the command line asks for it. */
export interface GradingJob {
  exercise: Exercise;
  paths: ExercisePaths;
  /** The folder to grade. */
  submission: string;
  only?: ChosenChecks;
  /** Checks that may run at once. */
  width?: number;
  /** A worker that waits for this. */
  worker?: Promise<GraderWorker>;
  /** The name of its staged copy, where the next grading is to use what this one has compiled. */
  stagedAs?: string;
}

/** Grades one submission and prints each check as it is settled; nothing where JSON was asked for. */
export async function gradeExercise(
  invocation: Invocation,
  config: RunConfig,
  setup: PublishingSetup,
  job: GradingJob,
): Promise<GradeReport> {
  const { cwd, root } = invocation;
  const { exercise, only, paths, submission } = job;
  using live = config.json ? undefined : new LiveReport(invocation, exercise, config.color);
  const seed = config.seed ?? newSeed();
  const label = submission.startsWith(root) ? relative(root, submission) : submission;
  live?.begin(label, seed, setup.common.engine.postgres, only);
  const report = await gradeSubmission({
    ...setup.common,
    ...job,
    label,
    seed,
    onOpened: (evidence) => live?.follow(evidence),
    onBegan: (id) => live?.began(id),
    onSettled: (id, outcome) => live?.settled(id, outcome),
  });
  // Ended by a save and not by the user: another one begins, and nobody wants to read this one.
  if (report.run.interrupted && !invocation.signal.aborted) return report;
  const timeline = setup.publication.add(report, { submission, readme: join(paths.starter, 'README.md') });
  live?.end({ ...report, run: { ...report.run, evidence: relative(cwd, report.run.evidence) } }, timeline);
  return report;
}
