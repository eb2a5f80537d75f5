import { join, relative } from 'node:path';
import { LabError } from '../core/errors.ts';
import { sideBySide } from '../core/side-by-side.ts';
import { troubleOf } from '../grading/failure.ts';
import type { GradeReport } from '../grading/grade-report.ts';
import { type GradingCommon, gradeSubmission } from '../grading/grade-submission.ts';
import { removeUnknownEvidence } from './evidence-folders.ts';
import type { BatchJournal } from './journal/batch-journal.ts';
import type { BatchLine, GradingName, GradingResult, ShortTrouble, Untimed } from './journal/batch-lines.ts';
import { outcomeOf, shortTrouble } from './journal/results.ts';
import { gradingStates, mostErrors, stateName } from './journal/states.ts';
import type { PlannedGrading } from './plan.ts';
import { openSubmission } from './submissions/open-submission.ts';

/** Different submissions that fail one after another by our fault, after which the machine is at fault and not they. */
const mostInARow = 3;

export interface BatchRun {
  gradings: readonly PlannedGrading[];
  journal: BatchJournal;
  /** The folder of results. */
  folder: string;
  /** One for each grading that may run at the same time, opened when it is needed; no user of a lane's is another's. */
  lanes: readonly (() => Promise<GradingCommon>)[];
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
  const { journal, listener, signal } = run;
  if (run.regrade) gradeAgain(run);
  const { counts, errors, queue } = sortOut(run);
  listener.planned(counts);
  journal.write(...run.gradings.map(askedLine));
  const inARow = new Set<string>();
  const stop = new AbortController();
  let end: BatchEnd = { how: 'done' };
  await sideBySide(
    queue,
    Math.min(run.lanes.length, queue.length),
    AbortSignal.any([signal, stop.signal]),
    async (grading, lane) => {
      const common = await (run.lanes[lane] as () => Promise<GradingCommon>)();
      const name = nameOf(grading);
      removeUnknownEvidence(run.folder, name, journal.lines);
      journal.write({ kind: 'started', ...name });
      const tried = await gradeOne(grading, common, run);
      if (signal.aborted) return; // cut off, or just done: it will be graded again
      if ('result' in tried) {
        journal.write({ kind: 'finished', ...name, result: tried.result });
        inARow.clear();
        return listener.settled(grading, tried);
      }
      journal.write({ kind: 'errored', ...name, ...tried });
      const count = (errors.get(stateName(name)) ?? 0) + 1;
      errors.set(stateName(name), count);
      const again = count < mostErrors;
      listener.settled(grading, { trouble: tried.trouble, again });
      if (again) queue.push(grading);
      inARow.add(stateName(name));
      if (inARow.size < mostInARow) return;
      end = { how: 'stopped', trouble: tried.trouble };
      stop.abort();
    },
  );
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
  const errors = new Map<string, number>();
  const queue: { grading: PlannedGrading; suspicion: number }[] = [];
  for (const grading of gradings) {
    const state = states.get(stateName(grading));
    const failed = state?.errors.length ?? 0;
    if (state?.result && !state.again) counts.known += 1;
    else if (onlyErrored ? failed === 0 : failed >= mostErrors) counts.setAside += onlyErrored ? 0 : 1;
    else {
      if (!onlyErrored) errors.set(stateName(grading), failed);
      queue.push({ grading, suspicion: failed + (state?.broken ?? 0) });
    }
  }
  counts.queued = queue.length;
  return { counts, errors, queue: queue.sort((a, b) => a.suspicion - b.suspicion).map(({ grading }) => grading) };
}

function nameOf({ exercise, key, student }: PlannedGrading): GradingName {
  return { student, exercise, key };
}

type Tried = { result: GradingResult } | { trouble: ShortTrouble; evidence?: string };

/** What goes wrong is ours, and told. Throws only NO_STORAGE, when the results cannot be kept. */
async function gradeOne(grading: PlannedGrading, common: GradingCommon, run: BatchRun): Promise<Tried> {
  const { folder } = run;
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
    run.listener.reported(report);
    if (report.submission.hash !== grading.submission) return { trouble: changed };
    const outcome = outcomeOf(report, folder);
    return 'result' in outcome ? outcome : { ...outcome, evidence: relative(folder, report.run.evidence) };
  } catch (error) {
    // Where results cannot be kept, none of another submission could be: it is not this one's fault.
    if (error instanceof LabError && error.code === 'NO_STORAGE' && error.where?.startsWith(folder)) throw error;
    return { trouble: shortTrouble(troubleOf(error)) };
  }
}

const changed = {
  code: 'BAD_SUBMISSION',
  message: 'it was changed while the batch ran',
  next: 'run the same command again',
};
