import { styleFor, type Tone } from '../reports/style.ts';
import { harmlessLine } from '../reports/text.ts';
import type { Gradebook, GradebookRow, RowStatus } from './gradebook/gradebook.ts';
import type { GradingName } from './journal/batch-lines.ts';
import type { BatchPlan } from './plan.ts';
import type { Settled } from './run-batch.ts';

/** What a batch says, line by line: no line of it is a student's to make. */
export interface LineOptions {
  color: boolean;
  /** Characters that names take; longer ones push the rest aside. */
  names: number;
}

const marks = { passed: ['green', '✓'], failed: ['red', '✗'], skipped: ['yellow', '-'] } as const;

/** One line for one grading that has come to something. */
export function settledLine({ exercise, student }: GradingName, settled: Settled, options: LineOptions): string {
  const style = styleFor(options.color);
  const name = `${padded(student, options.names)}  ${exercise}`;
  if ('trouble' in settled) {
    const then = settled.again ? 'it is tried again at the end' : 'it is set aside, and no zero';
    return `${style('yellow', '!')} ${name}  ${style('yellow', 'our fault')}: ${harmlessLine(settled.trouble.message)}; ${then}`;
  }
  const { checks, findings, ms, points, verdict } = settled.result;
  const [tone, mark] = marks[verdict];
  const failed = checks.filter((check) => check.verdict === 'failed').map(({ id }) => id);
  const why = findings > 0 ? 'its files could not be loaded' : failed.length > 0 ? `failed: ${failed.join(', ')}` : '';
  const sum = `${points.earned}/${points.possible}`.padStart(7);
  const words = verdict === 'skipped' ? 'incomplete: this machine lacks what a check needs' : why;
  return `${style(tone, mark)} ${name}  ${sum}  ${style('dim', `${(ms / 1000).toFixed(1)} s`)}  ${words}`.trimEnd();
}

/** A line for each submission that is not graded, and each file that is none. */
export function notGradedLines({ invalid, leftOut }: BatchPlan, { color, names }: LineOptions): string[] {
  const style = styleFor(color);
  return [
    ...invalid.map(
      ({ handedIn, reason }) =>
        `${style('red', '✗')} ${padded(handedIn.student, names)}  invalid submission: ${harmlessLine(reason)}`,
    ),
    ...leftOut.map(
      ({ name, reason }) => `${style('yellow', '-')} ${padded(name, names)}  left out: ${harmlessLine(reason)}`,
    ),
  ];
}

const tones: Record<RowStatus, Tone> = {
  passed: 'green',
  failed: 'red',
  invalid: 'red',
  incomplete: 'yellow',
  errored: 'yellow',
  waiting: 'yellow',
  'left-out': 'yellow',
};

/** How many of each kind there are. */
export function summaryLine({ rows }: Gradebook, color: boolean): string {
  const style = styleFor(color);
  const counts = (Object.keys(tones) as RowStatus[]).flatMap((status) => {
    const count = rows.filter((row) => row.status === status).length;
    return count === 0 ? [] : [style(tones[status], `${count} ${status}`)];
  });
  return `${counted(rows.length, 'answer')}: ${counts.join(', ') || 'nothing was handed in'}`;
}

/** Rows that somebody has to look at before all points are decided. */
export function undecided({ rows }: Gradebook): GradebookRow[] {
  return rows.filter(({ points }) => points === undefined);
}

/** `3 students`. */
export function counted(n: number, word: string): string {
  return `${n} ${word}${n === 1 ? '' : 's'}`;
}

function padded(name: string, width: number): string {
  return harmlessLine(name).padEnd(width);
}
