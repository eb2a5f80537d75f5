import { join } from 'node:path';
import type { Broker } from '../broker/broker.ts';
import { messageOf } from '../core/errors.ts';
import type { ExercisePaths } from '../course/course.ts';
import { hashSubmission } from '../grading/hash-submission.ts';
import type { Exercise } from '../sdk/exercise.ts';
import { InvalidArchive } from './archives/invalid-archive.ts';
import { secretMark, seedFor } from './course-secret.ts';
import { gradingKey } from './grading-key.ts';
import type { GradeFacts, GradingName } from './journal/batch-lines.ts';
import { type Answer, findAnswer, findAnswers } from './submissions/find-answers.ts';
import type { HandedIn, LeftOut, Submissions } from './submissions/handed-in.ts';
import { openSubmission } from './submissions/open-submission.ts';

/** One exercise of the course, as a batch needs it. */
export interface BatchExercise {
  manifest: Exercise;
  paths: ExercisePaths;
  /** `graderVersion`. */
  version: string;
  /** The parts of that: hashes of the grader and of the harness. */
  hashes: Pick<GradeFacts, 'grader' | 'harness'>;
}

/** One grading of a batch. */
export interface PlannedGrading extends GradingName, BatchExercise {
  handedIn: HandedIn;
  /** The folder with the answer, within what was handed in. */
  inside: string;
  submission: string;
  seed: string;
  facts: GradeFacts;
}

/** A submission of which nothing can be graded, by the student's fault. */
export interface InvalidSubmission {
  handedIn: HandedIn;
  /** The only one that is asked for; undefined: any. */
  manifest?: Exercise;
  reason: string;
}

/** What is to be done with a folder of submissions. */
export interface BatchPlan {
  gradings: PlannedGrading[];
  invalid: InvalidSubmission[];
  leftOut: LeftOut[];
}

export interface PlanRequest {
  submissions: Submissions;
  exercises: readonly BatchExercise[];
  /** Whether each submission is for the one exercise; otherwise it has folders that are named after exercises. */
  one: boolean;
  secret: string;
  engine: { name: string; postgres: string };
  broker: Broker;
  signal: AbortSignal;
  /** Told before each is read, by their number from 0 and how many there are. */
  reading: (at: number, of: number) => void;
}

/** Reads every submission once, archives too, and says what is to be graded. */
export async function planBatch(request: PlanRequest): Promise<BatchPlan> {
  const { handedIn, leftOut } = request.submissions;
  const plan: BatchPlan = { gradings: [], invalid: [], leftOut: [...leftOut] };
  for (const [at, each] of handedIn.entries()) {
    if (request.signal.aborted) break;
    request.reading(at, handedIn.length);
    try {
      plan.gradings.push(...(await gradingsOf(each, request)));
    } catch (error) {
      const manifest = request.one ? request.exercises[0]?.manifest : undefined;
      if (error instanceof InvalidArchive) plan.invalid.push({ handedIn: each, manifest, reason: error.message });
      else plan.leftOut.push({ name: each.name, student: each.student, reason: messageOf(error), submission: true });
    }
  }
  return plan;
}

async function gradingsOf(handedIn: HandedIn, request: PlanRequest): Promise<PlannedGrading[]> {
  const { engine, secret } = request;
  await using open = await openSubmission(handedIn, request.broker);
  const gradings: PlannedGrading[] = [];
  for (const { exercise, inside } of answersIn(open.folder, request)) {
    const known = request.exercises.find(({ manifest }) => manifest === exercise) as BatchExercise;
    const submission = await hashSubmission(join(open.folder, inside), exercise);
    const seed = seedFor(secret, exercise.slug, submission);
    const key = gradingKey({ submission, grader: known.version, engine, seed });
    const name = { student: handedIn.student, exercise: exercise.slug, key };
    const facts = {
      submission,
      ...known.hashes,
      engine: engine.name,
      postgres: engine.postgres,
      secret: secretMark(secret),
    };
    gradings.push({ ...known, ...name, handedIn, inside, submission, seed, facts });
  }
  return gradings;
}

function answersIn(folder: string, { exercises, one }: PlanRequest): Answer[] {
  const manifests = exercises.map(({ manifest }) => manifest);
  const [first] = manifests;
  return one && first ? [findAnswer(folder, first)] : findAnswers(folder, manifests);
}
