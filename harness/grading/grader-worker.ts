import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import type { Vitest } from 'vitest/node';
import { runVariable } from '../broker/sweep.ts';
import { endLeftovers, killWorkers } from '../broker/workers.ts';
import { LabError } from '../core/errors.ts';
import { assign } from './assignment.ts';
import { type CheckListener, CheckWatch } from './check-watch.ts';
import { checksPool } from './checks-pool.ts';
import type { CheckOutcome } from './grade-report.ts';
import { keepSignals } from './keep-signals.ts';
import { type Assignment, inputKey, type WorkerSetup } from './worker-input.ts';
import { begunSoFar, takeRecord } from './worker-record.ts';

export interface WorkerOptions {
  /** The repository: where vitest finds its own packages. */
  root: string;
  /** Absolute path of grader.test.ts. */
  grader: string;
  setup: Omit<WorkerSetup, 'gradingId' | 'assignment'>;
  /** Checks that may run at once. */
  width: number;
  /** Milliseconds beyond a check's own deadline in which its cluster must be up and its end be done. Default 60 000. */
  overhead?: number;
}

/** What a worker came to. */
export interface WorkerPass {
  outcomes: Map<string, CheckOutcome>;
  /** The checks that were running when the worker ended. */
  during: string[];
  errors: string[];
}

/** A process of vitest's that runs the checks of one grader once, and makes itself ready before it knows on what. */
export interface GraderWorker extends AsyncDisposable {
  /** Waits for something to grade. */
  readonly idle: boolean;
  /** Once. Ends within a second of `signal`. Throws GRADER when vitest could not run the grader at all. */
  run(assignment: Assignment, listener: CheckListener, signal: AbortSignal): Promise<WorkerPass>;
}

/** Starts a worker. Disposing ends it, whatever it is at. */
export async function openWorker(options: WorkerOptions): Promise<GraderWorker> {
  const { overhead = 60_000, setup: given } = options;
  const { directory, runId } = given.run;
  const gradingId = randomBytes(4).toString('hex');
  const setup = { ...given, gradingId, assignment: join(directory, `assignment-${gradingId}.json`) };
  const kill = () => {
    assign(setup.assignment, undefined); // one that has not joined the run yet is not found, and waits for work
    killWorkers(given.run, gradingId);
  };
  const watch = new CheckWatch(given.exercise, overhead, kill);
  process.env[runVariable] = runId; // the worker inherits it: a sweep finds it by this, whatever it has written down
  const vitest = await openVitest(options, setup, watch);
  const finished = vitest.start().then(
    () => undefined,
    (error: unknown) => ({ error }),
  );
  let ended: Promise<void> | undefined;
  const end = () => {
    ended ??= (async () => {
      watch[Symbol.dispose]();
      await vitest.close();
      const machines = join('machines', gradingId);
      endLeftovers(given.run, gradingId, [machines]);
      for (const path of [join(directory, machines), setup.assignment]) rmSync(path, { recursive: true, force: true });
    })();
    return ended;
  };
  let idle = true;
  void finished.then(() => {
    idle = false;
  });
  return {
    get idle() {
      return idle;
    },
    async run(assignment, listener, signal) {
      idle = false;
      watch.listener = listener;
      signal.addEventListener('abort', kill, { once: true });
      if (signal.aborted) kill();
      assign(setup.assignment, assignment);
      // vitest tells in batches, and a check that never yields would begin without anybody hearing of it.
      const listening = setInterval(() => {
        for (const id of begunSoFar(assignment.evidence)) watch.begins(id);
      }, 1000);
      const failed = await finished;
      clearInterval(listening);
      signal.removeEventListener('abort', kill);
      await end();
      if (failed && !signal.aborted) {
        throw new LabError('GRADER', 'vitest could not run the grader', { where: options.grader, cause: failed.error });
      }
      const { during, outcomes } = takeRecord(assignment.evidence);
      for (const [id, outcome] of outcomes) watch.settle(id, outcome);
      return { outcomes: watch.outcomes, during, errors: watch.errors };
    },
    async [Symbol.asyncDispose]() {
      idle = false;
      if (ended) return await ended;
      kill();
      await finished;
      await end();
    },
  };
}

async function openVitest(options: WorkerOptions, setup: WorkerSetup, watch: CheckWatch): Promise<Vitest> {
  const { createVitest } = await import('vitest/node');
  using _kept = keepSignals();
  return await createVitest(
    {
      root: options.root,
      config: false,
      include: [options.grader],
      pool: await checksPool(),
      isolate: false,
      fileParallelism: false,
      maxWorkers: 1,
      maxConcurrency: options.width,
      watch: false,
      testTimeout: 0,
      hookTimeout: 0,
      teardownTimeout: 2000,
      reporters: [watch],
      provide: { [inputKey]: setup },
      experimental: { viteModuleRunner: false, nodeLoader: false },
      api: false,
    },
    {},
    { stdout: sink(), stderr: sink() },
  );
}

/** vitest's own words: the report says it better. */
function sink(): Writable {
  return new Writable({ write: (_chunk, _encoding, done) => done() });
}
