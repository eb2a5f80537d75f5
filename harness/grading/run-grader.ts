import { join } from 'node:path';
import { Writable } from 'node:stream';
import type { TestCase, TestModule } from 'vitest/node';
import { runVariable } from '../broker/sweep.ts';
import { endLeftovers, killWorkers } from '../broker/workers.ts';
import { deadline } from '../core/clock.ts';
import { LabError } from '../core/errors.ts';
import type { Check } from '../sdk/exercise.ts';
import type { CheckOutcome } from './grade-report.ts';
import { inputKey, type WorkerInput } from './worker-input.ts';
import { takeRecord } from './worker-record.ts';

export interface GraderRun {
  /** The repository: where vitest finds its own packages. */
  root: string;
  /** Absolute path of grader.test.ts. */
  grader: string;
  input: Omit<WorkerInput, 'settled'>;
  signal: AbortSignal;
  /** Called as each check is settled. */
  settled?: (id: string, outcome: CheckOutcome) => void;
  /** Called as each check begins. */
  began?: (id: string) => void;
  /** Milliseconds beyond a check's own deadline in which its cluster must be up and its end be done. Default 60 000. */
  overhead?: number;
}

export interface GraderResult {
  outcomes: Map<string, CheckOutcome>;
  /** Errors outside any check: the grader could not be loaded, a worker died between checks. */
  errors: string[];
}

const noTime = { total: 0, cluster: 0, student: 0 };

/**
 * Runs a grader's checks in a worker process of vitest. A worker that dies or hangs costs the check that it was at,
 * which is errored; the others are run by another worker. Ends within a second of `signal`.
 */
export async function runGrader(run: GraderRun): Promise<GraderResult> {
  const outcomes = new Map<string, CheckOutcome>();
  const errors: string[] = [];
  const wanted = run.input.exercise.checks.filter(({ id }) => !run.input.only || run.input.only.includes(id));
  const open = () => wanted.filter(({ id }) => !outcomes.has(id));
  for (let number = 1; open().length > 0 && !run.signal.aborted; number += 1) {
    const before = outcomes.size;
    const pass = await runWorker(run, outcomes, `${run.input.gradingId}-${number}`);
    if (run.signal.aborted) break; // what was cut off by that is not graded, and nobody's fault
    if (pass.during) {
      const outcome = lost(pass.during, pass.errors);
      outcomes.set(pass.during.id, outcome);
      run.settled?.(pass.during.id, outcome);
    } else errors.push(...pass.errors);
    if (outcomes.size === before) break; // a worker that settles nothing would not settle more
  }
  return { outcomes, errors };
}

interface WorkerPass {
  /** The check that was running when the worker ended. */
  during: Check | undefined;
  errors: string[];
}

async function runWorker(run: GraderRun, outcomes: Map<string, CheckOutcome>, gradingId: string): Promise<WorkerPass> {
  const { createVitest } = await import('vitest/node');
  const { evidence, exercise, run: handle } = run.input;
  const overhead = run.overhead ?? 60_000;
  process.env[runVariable] = handle.runId; // the worker inherits it: a sweep finds it by this, whatever it has written down
  const errors: string[] = [];
  let watchdog: Disposable | undefined;
  const kill = () => {
    killWorkers(handle, gradingId);
  };
  const reporter = {
    onTestCaseReady(test: TestCase) {
      const limit = exercise.checks.find(({ id }) => id === test.name)?.deadline ?? 60_000;
      watchdog?.[Symbol.dispose]();
      watchdog = deadline(limit + overhead, () => {
        errors.push(`the worker did not answer: it was ended ${overhead / 1000} s after the check's own time`);
        kill();
      });
      run.began?.(test.name);
    },
    onTestCaseResult(test: TestCase) {
      watchdog?.[Symbol.dispose]();
      const outcome = test.meta().outcome;
      // A test that its worker did not finish has a result of vitest's making and no outcome of ours.
      if (!outcome) return;
      outcomes.set(test.name, outcome);
      run.settled?.(test.name, outcome);
    },
    onTestRunEnd(modules: readonly TestModule[], unhandled: readonly { message: string }[]) {
      for (const module of modules) errors.push(...module.errors().map(({ message }) => message));
      errors.push(...unhandled.map(({ message }) => message));
    },
  };
  const input: WorkerInput = { ...run.input, gradingId, settled: Object.fromEntries(outcomes) };
  const signals = ['SIGINT', 'SIGTERM'] as const;
  const before = new Map(signals.map((signal) => [signal, process.listeners(signal)]));
  const vitest = await createVitest(
    {
      root: run.root,
      config: false,
      include: [run.grader],
      pool: 'forks',
      isolate: false,
      fileParallelism: false,
      maxWorkers: 1,
      watch: false,
      testTimeout: 0,
      hookTimeout: 0,
      teardownTimeout: 2000,
      reporters: [reporter],
      provide: { [inputKey]: input },
      experimental: { viteModuleRunner: false, nodeLoader: false },
      api: false,
    },
    {},
    { stdout: sink(), stderr: sink() },
  );
  // vitest ends the process on these, before anything is cleaned up or reported: that is for the one who called us.
  for (const signal of signals) {
    for (const listener of process.listeners(signal)) {
      if (!before.get(signal)?.includes(listener)) process.removeListener(signal, listener);
    }
  }
  run.signal.addEventListener('abort', kill, { once: true });
  try {
    await vitest.start();
  } catch (cause) {
    if (!run.signal.aborted)
      throw new LabError('GRADER', 'vitest could not run the grader', { where: run.grader, cause });
  } finally {
    watchdog?.[Symbol.dispose]();
    run.signal.removeEventListener('abort', kill);
    await vitest.close();
    endLeftovers(handle, gradingId, [join('machines', gradingId)]);
  }
  const { at, outcomes: written } = takeRecord(evidence);
  for (const [id, outcome] of written) {
    if (outcomes.has(id)) continue;
    outcomes.set(id, outcome);
    run.settled?.(id, outcome);
  }
  return { during: exercise.checks.find(({ id }) => id === at), errors };
}

function lost(check: Check, errors: readonly string[]): CheckOutcome {
  const trouble = {
    code: 'GRADER',
    message: `the process that ran ${check.id} ended before the check did`,
    next: 'run it again; if it happens again, report it with the evidence folder',
    because: [...errors],
  };
  return { verdict: 'errored', cause: 'infrastructure', trouble, timing: noTime };
}

/** vitest's own words: the report says it better. */
function sink(): Writable {
  return new Writable({ write: (_chunk, _encoding, done) => done() });
}
