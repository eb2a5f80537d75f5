import { changesLine } from '../../batch/changes/render-changes.ts';
import type { writeGradebook } from '../../batch/gradebook/write-gradebook.ts';
import type { BatchEnd } from '../../batch/run-batch.ts';
import { summaryLine, undecided } from '../../batch/words.ts';
import { type ErrorCode, LabError } from '../../core/errors.ts';
import { harmlessLine } from '../../reports/text.ts';
import type { Invocation } from '../command.ts';
import { commandToGoOn } from './command-to-go-on.ts';

/** Waits for a batch. Where results cannot be kept, or the queue has gone, the error names the command that goes on later. */
export async function resumable<T>(invocation: Invocation, batch: Promise<T>): Promise<T> {
  try {
    return await batch;
  } catch (error) {
    const first = error instanceof LabError ? before[error.code] : undefined;
    if (!(error instanceof LabError) || first === undefined) throw error;
    const next = `${first}; what is finished stays: ${commandToGoOn(invocation)}`;
    throw new LabError(error.code, error.message, { where: error.where, next, cause: error.cause });
  }
}

/** What is to be done before a batch can go on. */
const before: Partial<Record<ErrorCode, string>> = {
  NO_STORAGE: 'make room, or make it writable',
  NO_QUEUE: 'when its PostgreSQL answers again',
};

/** The last lines of a batch, with the command to go on where something is left to do, and its exit code. */
export function endOf(
  invocation: Invocation,
  color: boolean,
  end: BatchEnd,
  { at, changes, gradebook }: ReturnType<typeof writeGradebook>,
  folder: string,
): { lines: string[]; exitCode: 0 | 2 } {
  const lines = ['', summaryLine(gradebook, color), `results   ${folder}/index.html and gradebook.csv`];
  const [newest] = changes;
  // Of this session, which ended with that line, and not of an earlier one.
  if (newest?.at === at) lines.push(`changed   ${changesLine(newest)}: ${folder}/changes.md`);
  if (end.how === 'stopped') {
    const { message, next } = end.trouble;
    lines.push(`stopped   three submissions in a row failed by our fault, the last: ${harmlessLine(message)}`);
    if (next) lines.push(`help      ${harmlessLine(next)}`);
  }
  const errored = gradebook.rows.some(({ status }) => status === 'errored');
  if (end.how !== 'done') lines.push(`go on     ${commandToGoOn(invocation)}`);
  else if (errored) lines.push(`try again ${commandToGoOn(invocation, { only: 'errored' })}`);
  return { lines, exitCode: end.how === 'done' && undecided(gradebook).length === 0 ? 0 : 2 };
}
