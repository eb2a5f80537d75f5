import { type Style, styleFor, type Tone } from '../reports/style.ts';
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
  const awaiting = points.awaiting ? `, awaiting ${points.awaiting}` : '';
  const words = verdict === 'skipped' ? 'incomplete: this machine lacks what a check needs' : why;
  return `${style(tone, mark)} ${name}  ${sum}${awaiting}  ${style('dim', `${(ms / 1000).toFixed(1)} s`)}  ${words}`.trimEnd();
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

/** How many of each kind there are, and how many points await a person. */
export function summaryLine(gradebook: Gradebook, color: boolean): string {
  const awaiting = awaitingText(gradebook);
  const counts = statusCounts(gradebook, styleFor(color)) || 'nothing was handed in';
  return `${counted(gradebook.rows.length, 'answer')}: ${counts}${awaiting ? `; ${awaiting}` : ''}`;
}

/** `40 passed, 2 errored`. */
export function statusCounts({ rows }: Gradebook, style: Style = styleFor(false)): string {
  const counts = (Object.keys(tones) as RowStatus[]).flatMap((status) => {
    const count = rows.filter((row) => row.status === status).length;
    return count === 0 ? [] : [style(tones[status], `${count} ${status}`)];
  });
  return counts.join(', ');
}

/** `30 points in 2 answers await a person`, or nothing. */
export function awaitingText({ rows }: Gradebook): string | undefined {
  const open = rows.filter(({ points }) => points?.awaiting);
  const sum = open.reduce((total, { points }) => total + (points?.awaiting ?? 0), 0);
  if (sum === 0) return undefined;
  return `${counted(sum, 'point')} in ${counted(open.length, 'answer')} await a person`;
}

/** Rows that somebody has to look at before all points are decided. */
export function undecided({ rows }: Gradebook): GradebookRow[] {
  return rows.filter(({ points }) => points === undefined);
}

/** `2026-01-02 03:04 UTC`, of an ISO 8601 time. */
export function whenText(at: string): string {
  return `${at.slice(0, 16).replace('T', ' ')} UTC`;
}

/** `3 students`. */
export function counted(n: number, word: string, words = `${word}s`): string {
  return `${n} ${n === 1 ? word : words}`;
}

function padded(name: string, width: number): string {
  return harmlessLine(name).padEnd(width);
}
