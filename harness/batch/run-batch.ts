import { sideBySide } from '../core/side-by-side.ts';
import type { GradeReport } from '../grading/grade-report.ts';
import { removeUnknownEvidence } from './evidence-folders.ts';
import type { Grader } from './grader.ts';
import type { BatchJournal } from './journal/batch-journal.ts';
import type { BatchLine, GradingName, GradingResult, ShortTrouble, Untimed } from './journal/batch-lines.ts';
import { gradingStates, mostErrors, stateName } from './journal/states.ts';
import type { PlannedGrading } from './plan.ts';

/** Different submissions that fail one after another by our fault, after which the machine is at fault and not they. */
export const mostInARow = 3;

export interface BatchRun {
  gradings: readonly PlannedGrading[];
  journal: BatchJournal;
  /** The folder of results. */
  folder: string;
  grader: Grader;
  /** Only those that have failed by our fault before, and as if they never had. */
  onlyErrored: boolean;
  /** Everything, also what is known; an earlier grade stands until there is another. */
  regrade: boolean;
  signal: AbortSignal;
  listener: BatchListener;
}

export interface BatchListener {
  /** What is known from earlier sessions and what is to be done now, of all that was handed in. */
  planned(counts: { known: number; setAside: number; queued: number }): void;
  /** The whole report of each try that came to one, before it is settled. */
  reported(report: GradeReport): void;
  settled(grading: PlannedGrading, settled: Settled): void;
}

/** What one try came to. */
export type Settled = { result: GradingResult } | { trouble: ShortTrouble; again: boolean };

/** `stopped`: by too many faults of ours one after another; what they say. */
export type BatchEnd = { how: 'done' | 'interrupted' } | { how: 'stopped'; trouble: ShortTrouble };

/**
 * Grades what the journal does not know as finished, several at a time. What fails by our fault is tried once more when
 * all others are done, and then set aside; it never becomes a grade. Throws NO_STORAGE when the journal or evidence cannot be
 * written.
 */
export async function runBatch(run: BatchRun): Promise<BatchEnd> {
  const { grader, journal, listener, signal } = run;
  if (run.regrade) gradeAgain(run);
  const { attempts, counts, errors, queue } = sortOut(run);
  listener.planned(counts);
  journal.write(...run.gradings.map(askedLine));
  const inARow = new Set<string>();
  const stop = new AbortController();
  const ending = AbortSignal.any([signal, stop.signal]);
  let end: BatchEnd = { how: 'done' };
  await sideBySide(queue, Math.min(grader.width, queue.length), ending, async (grading, lane) => {
    const name = nameOf(grading);
    const attempt = attempts.get(stateName(name)) ?? 0;
    await grader.ready?.(lane, ending);
    if (ending.aborted) return;
    removeUnknownEvidence(run.folder, name, journal.lines);
    journal.write({ kind: 'started', ...name });
    const reported = (report: GradeReport) => listener.reported(report);
    const tried = await grader.grade(grading, { lane, attempt, ending, reported }).catch((error) => {
      stop.abort(); // of the others nothing could be kept either
      throw error;
    });
    if (!tried) return; // cut off: it will be graded again
    if ('result' in tried) {
      journal.write({ kind: 'finished', ...name, result: tried.result });
      grader.kept?.(grading, attempt);
      inARow.clear();
      return listener.settled(grading, tried);
    }
    const { isOver = false, ...told } = tried;
    journal.write({ kind: 'errored', ...name, ...told });
    grader.kept?.(grading, attempt);
    attempts.set(stateName(name), attempt + 1);
    const count = (errors.get(stateName(name)) ?? 0) + 1;
    errors.set(stateName(name), count);
    const again = count < mostErrors;
    listener.settled(grading, { trouble: tried.trouble, again });
    if (again) queue.push(grading);
    if (isOver) return;
    inARow.add(stateName(name));
    if (inARow.size < mostInARow) return;
    end = { how: 'stopped', trouble: tried.trouble };
    stop.abort();
  });
  if (signal.aborted) end = { how: 'interrupted' };
  journal.write({ kind: 'ended', how: end.how });
  return end;
}

/** Everything that the journal knows something of is to be done again. */
function gradeAgain({ gradings, journal }: BatchRun): void {
  const known = new Set(gradingStates(journal.lines).map(stateName));
  const again = gradings.map(nameOf).filter((name) => known.has(stateName(name)));
  journal.write(...again.map((name) => ({ kind: 'again' as const, ...name })));
}

function askedLine(grading: PlannedGrading): Untimed<BatchLine> {
  const { commit } = grading.handedIn;
  return { kind: 'asked', ...nameOf(grading), facts: grading.facts, ...(commit && { commit }) };
}

/** What is finished, what was set aside, and the rest: last what went wrong before, and so may go wrong again. */
function sortOut({ gradings, journal, onlyErrored }: BatchRun) {
  const states = new Map(gradingStates(journal.lines).map((state) => [stateName(state), state]));
  const counts = { known: 0, setAside: 0, queued: 0 };
  const ended = attemptsIn(journal.lines);
  const attempts = new Map<string, number>();
  const errors = new Map<string, number>();
  const queue: { grading: PlannedGrading; suspicion: number }[] = [];
  for (const grading of gradings) {
    const state = states.get(stateName(grading));
    const failed = state?.errors.length ?? 0;
    attempts.set(stateName(grading), ended.get(stateName(grading)) ?? 0);
    if (state?.result && !state.again) counts.known += 1;
    else if (onlyErrored ? failed === 0 : failed >= mostErrors) counts.setAside += onlyErrored ? 0 : 1;
    else {
      if (!onlyErrored) errors.set(stateName(grading), failed);
      queue.push({ grading, suspicion: failed + (state?.broken ?? 0) });
    }
  }
  counts.queued = queue.length;
  return {
    attempts,
    counts,
    errors,
    queue: queue.sort((a, b) => a.suspicion - b.suspicion).map(({ grading }) => grading),
  };
}

/** How often each grading came to an end, with a result or without: what a result that comes late belongs to. */
function attemptsIn(lines: BatchJournal['lines']): Map<string, number> {
  const ended = new Map<string, number>();
  for (const line of lines) {
    if (line.kind !== 'finished' && line.kind !== 'errored') continue;
    ended.set(stateName(line), (ended.get(stateName(line)) ?? 0) + 1);
  }
  return ended;
}

function nameOf({ exercise, key, student }: PlannedGrading): GradingName {
  return { student, exercise, key };
}
