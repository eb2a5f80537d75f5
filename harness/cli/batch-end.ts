import type { Gradebook } from '../batch/gradebook/gradebook.ts';
import type { BatchEnd } from '../batch/run-batch.ts';
import { summaryLine, undecided } from '../batch/words.ts';
import { harmlessLine } from '../reports/text.ts';
import { commandToGoOn } from './batch-command-line.ts';
import type { Invocation } from './command.ts';

/** The last lines of a batch, with the command to go on where something is left to do, and its exit code. */
export function endOf(
  invocation: Invocation,
  color: boolean,
  end: BatchEnd,
  gradebook: Gradebook,
  folder: string,
): { lines: string[]; exitCode: 0 | 2 } {
  const lines = ['', summaryLine(gradebook, color), `results   ${folder}/gradebook.csv`];
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
