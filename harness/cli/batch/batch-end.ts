import { changesLine } from '../../batch/changes/render-changes.ts';
import type { writeGradebook } from '../../batch/gradebook/write-gradebook.ts';
import type { BatchEnd } from '../../batch/run-batch.ts';
import { summaryLine, undecided } from '../../batch/words.ts';
import { LabError } from '../../core/errors.ts';
import { harmlessLine } from '../../reports/text.ts';
import type { Invocation } from '../command.ts';
import { commandToGoOn } from './command-to-go-on.ts';

/** Waits for a batch. Where its results cannot be kept, the error names the command that goes on once there is room. */
export async function resumable(invocation: Invocation, batch: Promise<BatchEnd>): Promise<BatchEnd> {
  try {
    return await batch;
  } catch (error) {
    if (!(error instanceof LabError && error.code === 'NO_STORAGE')) throw error;
    const next = `make room; what is finished stays: ${commandToGoOn(invocation)}`;
    throw new LabError(error.code, error.message, { where: error.where, next, cause: error.cause });
  }
}

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
