import type { Check, Exercise } from '../sdk/exercise.ts';
import type { CheckListener } from './check-watch.ts';
import type { CheckOutcome } from './grade-report.ts';
import { type GraderWorker, openWorker, type WorkerOptions } from './grader-worker.ts';
import type { Assignment } from './worker-input.ts';

export interface GraderRun {
  exercise: Exercise;
  assignment: Assignment;
  /** How a worker is started when one is needed. */
  worker: WorkerOptions;
  /** One that was started before the work was known; it is used first, and ended. */
  first?: GraderWorker;
  signal: AbortSignal;
  listener: CheckListener;
}

export interface GraderResult {
  outcomes: Map<string, CheckOutcome>;
  /** Errors outside any check: the grader could not be loaded, a worker died between checks. */
  errors: string[];
}

const noTime = { total: 0, cluster: 0, student: 0 };

/**
 * Runs a grader's checks in worker processes of vitest. A worker that dies or hangs costs the check that it was at,
 * which is errored; the others are run by another worker, one at a time when it is not known which one it was. Ends
 * within a second of `signal`.
 */
export async function runGrader(run: GraderRun): Promise<GraderResult> {
  const { assignment, exercise, listener, signal } = run;
  const { only, settled } = run.worker.setup;
  const outcomes = new Map<string, CheckOutcome>(Object.entries(settled));
  const errors: string[] = [];
  const wanted = exercise.checks.filter(({ id, written }) => !written && (only?.includes(id) ?? true));
  const open = () => wanted.filter(({ id }) => !outcomes.has(id));
  let { first } = run;
  let { width } = run.worker;
  while (open().length > 0 && !signal.aborted) {
    const before = outcomes.size;
    const setup = { ...run.worker.setup, settled: Object.fromEntries(outcomes) };
    await using worker = first ?? (await openWorker({ ...run.worker, setup, width }));
    const pass = await worker.run(assignment, listener, signal);
    for (const [id, outcome] of pass.outcomes) outcomes.set(id, outcome);
    if (signal.aborted) break; // what was cut off by that is not graded, and nobody's fault
    const suspects = open().filter(({ id }) => pass.during.includes(id));
    if (suspects.length === 1) {
      const [check] = suspects as [Check];
      const outcome = lost(check, pass.errors);
      outcomes.set(check.id, outcome);
      listener.settled?.(check.id, outcome);
    } else if (suspects.length === 0) errors.push(...pass.errors);
    // A worker that settles nothing would not settle more; but one that waited may have died waiting.
    if (outcomes.size === before && suspects.length === 0 && !first) break;
    if (suspects.length > 1) width = 1;
    first = undefined;
  }
  return { outcomes, errors };
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
