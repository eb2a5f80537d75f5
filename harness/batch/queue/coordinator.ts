import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { Broker } from '../../broker/broker.ts';
import { waitUntil } from '../../core/wait-until.ts';
import { troubleOf } from '../../grading/failure.ts';
import { readForCopy } from '../../sandbox/read-taken.ts';
import type { Grader, Tried, Turn } from '../grader.ts';
import type { BatchJournal } from '../journal/batch-journal.ts';
import type { ShortTrouble } from '../journal/batch-lines.ts';
import { shortTrouble } from '../journal/results.ts';
import type { PlannedGrading } from '../plan.ts';
import { openSubmission } from '../submissions/open-submission.ts';
import { type GradingJob, nameInQueue } from './assignment.ts';
import type { CourseFacts } from './course-facts.ts';
import { HandedOut } from './handed-out.ts';
import { packParcel } from './parcel.ts';
import { isGone, type Queue } from './queue.ts';
import { type Received, receive } from './receive.ts';

/** Milliseconds between two looks for results. */
const beat = 500;

export interface CoordinatorOptions {
  queue: Queue;
  journal: BatchJournal;
  /** The folder of results. */
  folder: string;
  course: CourseFacts;
  gradings: readonly PlannedGrading[];
  broker: Broker;
  /** Seconds without a sign of life after which a worker is lost; at least 10. */
  lostAfter: number;
  signal: AbortSignal;
}

/** Who waits for what a grading comes to. */
interface Waiting {
  grading: PlannedGrading;
  turn: Turn;
  settle(tried: Promise<Tried> | undefined): void;
}

/** Hands the gradings of a batch out to workers, all of them at once, and takes back what they come to. */
export class Coordinator implements Grader, AsyncDisposable {
  readonly width: number;
  readonly #options: CoordinatorOptions;
  readonly #handedOut: HandedOut;
  readonly #waiting = new Map<string, Waiting>();
  /** In the journal, and not yet taken out of the queue. */
  #kept: GradingJob[] = [];
  readonly #closed = new AbortController();
  #handingOut = Promise.resolve();
  #looking: Promise<unknown> = Promise.resolve();
  #listens = false;

  private constructor(options: CoordinatorOptions, handedOut: HandedOut) {
    this.#options = options;
    this.#handedOut = handedOut;
    this.width = Math.max(1, options.gradings.length);
  }

  /** Goes on with what an earlier session has handed out; what was replaced since then is taken back. */
  static async open(options: CoordinatorOptions): Promise<Coordinator> {
    const { course, gradings, journal, lostAfter, queue, signal } = options;
    const handedOut = new HandedOut(queue, batchOf(journal), lostAfter);
    await queue.persist(() => handedOut.begin(course, gradings.map(nameInQueue)), signal);
    const coordinator = new Coordinator(options, handedOut);
    coordinator.#looking = waitUntil('the end of the batch', () => coordinator.#lookOrFail(), {
      timeout: Number.POSITIVE_INFINITY,
      interval: beat,
      signal: coordinator.#closed.signal,
    }).catch(() => undefined); // it was closed
    return coordinator;
  }

  async grade(grading: PlannedGrading, turn: Turn): Promise<Tried | undefined> {
    this.#listen(turn.ending);
    if (turn.ending.aborted) return undefined;
    const { promise, resolve } = Promise.withResolvers<Promise<Tried> | undefined>();
    this.#waiting.set(nameInQueue(grading), { grading, turn, settle: resolve });
    // One after another, so that no more than one submission is in memory.
    this.#handingOut = this.#handingOut.then(() => this.#handOut(grading, turn));
    return await promise;
  }

  kept(grading: PlannedGrading, attempt: number): void {
    this.#kept.push({ grading: nameInQueue(grading), attempt });
  }

  /** The batch has ended, and how. After an interrupt workers go on with what they have; else nothing is left for them. */
  async end(how: 'done' | 'interrupted' | 'stopped'): Promise<void> {
    await this.#handingOut;
    this.#closed.abort();
    await this.#looking;
    const { queue, signal } = this.#options;
    if (how === 'interrupted') return;
    await queue.persist(() => this.#handedOut.end(), signal);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed.abort();
    await this.#looking;
  }

  /** Never rejects: what goes wrong is what the grading has come to. */
  async #handOut(grading: PlannedGrading, turn: Turn): Promise<void> {
    const { broker, queue } = this.#options;
    const { attempt, ending } = turn;
    const { exercise, handedIn, inside, manifest, seed, student, version } = grading;
    const name = nameInQueue(grading);
    // What an earlier session handed out may have come back already.
    if (this.#waiting.get(name)?.turn !== turn) return;
    try {
      await using open = await openSubmission(handedIn, broker);
      const { files, ignored } = await readForCopy(join(open.folder, inside), manifest);
      const assignment = { student, exercise, label: handedIn.name, seed, ignored, version };
      const parcel = await packParcel(files);
      await queue.persist(() => this.#handedOut.add({ grading: name, attempt }, assignment, parcel), ending);
    } catch (error) {
      if (isGone(error)) this.#fail(name, error);
      else if (!ending.aborted) this.#settle(name, Promise.resolve({ trouble: shortTrouble(troubleOf(error)) }));
    }
  }

  /** Once; there may be very many gradings. */
  #listen(ending: AbortSignal): void {
    if (this.#listens) return;
    this.#listens = true;
    ending.addEventListener('abort', () => {
      for (const name of [...this.#waiting.keys()]) this.#settle(name, undefined);
    });
  }

  /** Looks until the queue has gone: then nothing more can come of what waits. */
  async #lookOrFail(): Promise<boolean> {
    try {
      return await this.#look();
    } catch (error) {
      if (!isGone(error)) throw error;
      for (const name of [...this.#waiting.keys()]) this.#fail(name, error);
      return true;
    }
  }

  /** One look at the queue, which may fail at any point and be made again. */
  async #look(): Promise<false> {
    const { queue } = this.#options;
    const kept = [...this.#kept];
    await queue.persist(() => this.#handedOut.seen(kept), this.#closed.signal);
    this.#kept = this.#kept.slice(kept.length);
    const waiting = [...this.#waiting].map(([grading, { turn }]) => ({ grading, attempt: turn.attempt }));
    for (const job of await queue.persist(() => this.#handedOut.finished(waiting), this.#closed.signal)) {
      const received = await queue.persist(() => this.#handedOut.read(job), this.#closed.signal);
      if (received) this.#receive(job.grading, received);
    }
    for (const job of await queue.persist(() => this.#handedOut.lost(), this.#closed.signal)) {
      const waiter = this.#waiting.get(job.grading);
      if (waiter?.turn.attempt === job.attempt) this.#settle(job.grading, Promise.resolve({ trouble: lost }));
    }
    return false;
  }

  #receive(name: string, received: Received): void {
    const waiter = this.#waiting.get(name);
    if (waiter) this.#settle(name, receive(received, waiter.grading, waiter.turn, this.#options.folder));
  }

  #fail(name: string, error: unknown): void {
    if (this.#waiting.has(name)) this.#settle(name, Promise.reject(error));
  }

  #settle(name: string, tried: Promise<Tried> | undefined): void {
    this.#waiting.get(name)?.settle(tried);
    this.#waiting.delete(name);
  }
}

const lost: ShortTrouble = {
  code: 'START_FAILED',
  message: 'two workers that graded it have been lost',
  next: 'look whether these machines have enough memory',
};

/** The same in all sessions of a batch. */
function batchOf(journal: BatchJournal): string {
  const known = journal.lines.find((line) => line.kind === 'queue');
  if (known) return known.id;
  const id = randomUUID();
  journal.write({ kind: 'queue', id });
  return id;
}
