import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { LabError } from '../../core/errors.ts';
import { waitUntil } from '../../core/wait-until.ts';
import { troubleOf } from '../../grading/failure.ts';
import type { GradeReport } from '../../grading/grade-report.ts';
import { type GradingCommon, gradeSubmission } from '../../grading/grade-submission.ts';
import { writeReport } from '../../grading/write-report.ts';
import type { ShortTrouble } from '../journal/batch-lines.ts';
import { outcomeOf, shortTrouble } from '../journal/results.ts';
import { enterLane, type OwnLanes, openLane } from '../own-lanes.ts';
import type { BatchExercise } from '../plan.ts';
import { mostInARow, type Settled } from '../run-batch.ts';
import type { Assignment, Outcome } from './assignment.ts';
import { evidenceFiles } from './evidence-files.ts';
import type { JobSource, TakenJob } from './job-source.ts';
import { type Parcel, packParcel, unpackParcel } from './parcel.ts';
import { isGone, type Queue } from './queue.ts';

/** Milliseconds between two looks for work. */
const beat = 1000;
/** Milliseconds that giving a job back may take; after that the queue finds out by itself. */
const patience = 2000;

export interface WorkerOptions extends OwnLanes {
  queue: Queue;
  source: JobSource;
  exercises: readonly BatchExercise[];
  /** Fires when the worker is to end: what it has is given back. */
  signal: AbortSignal;
  listener: WorkerListener;
}

export interface WorkerListener {
  settled(assignment: Assignment, settled: Settled): void;
  /** There is a batch that this worker cannot grade, and none that it can; told when that changes. */
  refused(why: string): void;
}

/** `stopped`: by too many faults of ours one after another; what they say. */
export type WorkerEnd = { how: 'interrupted' } | { how: 'stopped'; trouble: ShortTrouble };

/**
 * Grades what the queue holds until the signal fires, several at a time. Throws NO_STORAGE when this machine cannot keep
 * what it needs while it grades, after it has given back what it had, and NO_QUEUE when the queue has gone.
 */
export async function runWorker(options: WorkerOptions): Promise<WorkerEnd> {
  const worker = new Worker(options);
  const ended = await Promise.allSettled(options.lanes.map((_, lane) => worker.work(lane)));
  const failed = ended.find(({ status }) => status === 'rejected');
  if (failed?.status === 'rejected') throw failed.reason;
  return worker.end;
}

class Worker {
  end: WorkerEnd = { how: 'interrupted' };
  readonly #options: WorkerOptions;
  readonly #stop = new AbortController();
  readonly #ending: AbortSignal;
  readonly #inARow = new Set<string>();
  #refused: string | undefined;

  constructor(options: WorkerOptions) {
    this.#options = options;
    this.#ending = AbortSignal.any([options.signal, this.#stop.signal]);
  }

  /** Until the end. One lane that cannot go on ends all. */
  async work(lane: number): Promise<void> {
    try {
      (await enterLane(this.#options, lane, this.#ending))[Symbol.dispose]();
      if (this.#ending.aborted) return;
      const common = await openLane(this.#options, lane);
      while (!this.#ending.aborted) {
        await this.#options.outlast?.(this.#ending);
        using admitted = await this.#next();
        if (admitted) await this.#grade(admitted.job, common);
      }
    } catch (error) {
      this.#stop.abort();
      throw error;
    }
  }

  /** Undefined: the worker is to end. */
  async #next(): Promise<AdmittedJob | undefined> {
    const { queue } = this.#options;
    const look = async () => {
      try {
        return await queue.persist(() => this.#look(), this.#ending);
      } catch (error) {
        if (isGone(error)) return { error };
        throw error;
      }
    };
    const options = { timeout: Number.POSITIVE_INFINITY, interval: beat, signal: this.#ending };
    const found = await waitUntil('work', look, options).catch((error: unknown) => ({ error }));
    if (!('error' in found)) return found;
    if (this.#ending.aborted) return undefined;
    throw found.error;
  }

  /** None is taken for which there is no room: another worker may have it. */
  async #look(): Promise<AdmittedJob | undefined> {
    using ends = new DisposableStack();
    const admitted = this.#options.admission.tryToEnter();
    if (!admitted) return undefined;
    ends.use(admitted);
    const { listener, source } = this.#options;
    const { fitting, refused } = await source.batches();
    if (refused !== undefined && refused !== this.#refused) listener.refused(refused);
    this.#refused = refused;
    const job = await source.take(fitting);
    if (!job) return undefined;
    if (this.#exerciseOf(job)) {
      const kept = ends.move();
      return { job, [Symbol.dispose]: () => kept.dispose() };
    }
    await source.handBack(job); // the course has changed since the batches were read
    return undefined;
  }

  #exerciseOf({ assignment }: TakenJob): BatchExercise | undefined {
    const { exercise, version } = assignment;
    return this.#options.exercises.find(({ manifest, version: own }) => manifest.slug === exercise && own === version);
  }

  async #grade(job: TakenJob, common: GradingCommon): Promise<void> {
    using _life = this.#signsOfLife(job);
    // At once when the worker is to end, before what runs has ended: there is little time.
    let back: Promise<void> | undefined;
    const giveBack = () => {
      back ??= this.#handBack(job);
    };
    this.#ending.addEventListener('abort', giveBack, { once: true });
    try {
      const began = performance.now();
      const graded = await this.#tryToGrade(job, common);
      // What failed while the daemon was away says nothing of the submission, and is no try of it.
      const wasAway = 'trouble' in graded.settled && (await this.#options.outlast?.(this.#ending, began));
      if (wasAway) giveBack();
      else if (!this.#ending.aborted) await this.#deliver(job, graded);
    } catch (error) {
      giveBack();
      throw error;
    } finally {
      this.#ending.removeEventListener('abort', giveBack);
      await back;
    }
  }

  async #deliver(job: TakenJob, { outcome, parcel, settled }: Graded): Promise<void> {
    const { listener, queue, source } = this.#options;
    try {
      await queue.persist(() => source.deliver(job, outcome, parcel), this.#ending);
    } catch (error) {
      if (this.#ending.aborted) return; // while the queue does not answer: another will grade it
      throw error;
    }
    listener.settled(job.assignment, settled);
    if ('result' in settled) return this.#inARow.clear();
    this.#inARow.add(job.grading);
    if (this.#inARow.size < mostInARow) return;
    this.end = { how: 'stopped', trouble: settled.trouble };
    this.#stop.abort();
  }

  /** What goes wrong is ours, and told. Throws only NO_STORAGE: no other submission could be graded either. */
  async #tryToGrade(job: TakenJob, common: GradingCommon): Promise<Graded> {
    const place = await common.broker.makeDirectory(join('jobs', randomBytes(6).toString('hex')), { mode: 0o711 });
    try {
      const { assignment, parcel } = job;
      const exercise = this.#exerciseOf(job) as BatchExercise;
      const submission = await common.broker.makeDirectory(join('jobs', basename(place), 'submission'));
      await unpackParcel(parcel, submission);
      const found = await gradeSubmission({
        ...common,
        exercise: exercise.manifest,
        paths: exercise.paths,
        submission,
        label: assignment.label,
        seed: assignment.seed,
        runs: join(place, 'runs'),
        signal: this.#ending,
      });
      const report = { ...found, submission: { ...found.submission, ignored: assignment.ignored } };
      const { evidence } = report.run;
      writeReport(evidence, report);
      return {
        outcome: { evidence: basename(evidence) },
        parcel: await packParcel(evidenceFiles(evidence)),
        settled: settledBy(report, place),
      };
    } catch (error) {
      if (error instanceof LabError && error.code === 'NO_STORAGE') throw error;
      const trouble = shortTrouble(troubleOf(error));
      return { outcome: { trouble }, settled: { trouble, again: true } };
    } finally {
      rmSync(place, { recursive: true, force: true });
    }
  }

  #signsOfLife(job: TakenJob): Disposable {
    const { source } = this.#options;
    const timer = setInterval(() => void source.touch(job).catch(noMatter), (job.lostAfter * 1000) / 4);
    return { [Symbol.dispose]: () => clearInterval(timer) };
  }

  /** Where the queue does not answer, it will find out by itself that this worker has gone. */
  async #handBack(job: TakenJob): Promise<void> {
    const { queue, source } = this.#options;
    await queue.persist(() => source.handBack(job), AbortSignal.timeout(patience)).catch(noMatter);
  }
}

/** Disposing of it makes room for another. */
interface AdmittedJob extends Disposable {
  job: TakenJob;
}

interface Graded {
  outcome: Outcome;
  parcel?: Parcel;
  settled: Settled;
}

/** As the coordinator will settle it, but for what it alone knows. */
function settledBy(report: GradeReport, folder: string): Settled {
  const outcome = outcomeOf(report, folder);
  return 'result' in outcome ? outcome : { ...outcome, again: true };
}

function noMatter(): void {}
