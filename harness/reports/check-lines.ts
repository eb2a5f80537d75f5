import type { CheckReport, Evidence, Failure, ReviewedOutcome, Trouble } from '../grading/grade-report.ts';
import { earnedText } from './score.ts';
import { type Style, styleFor, type Tone } from './style.ts';
import { cut, harmless, harmlessLine, wrap } from './text.ts';

export interface TerminalOptions {
  color: boolean;
  /** Columns; texts are wrapped at it. */
  width: number;
  /** Checks that were printed before this one: what they have shown already is only named again. */
  before?: readonly CheckReport[];
  /** The page of the run, where it was written. */
  timeline?: string;
}

const indent = '    ';
/** Room for `expected` and two spaces. */
const labelWidth = 10;
const texts = { lines: 12, columns: 400 };
const faults = { lines: 4, columns: 300 };
const logs = { lines: 12, columns: 240 };

/** One check: a line, and below it what a student is to learn from a failure. */
export function renderCheck(check: CheckReport, options: TerminalOptions): string[] {
  const style = styleFor(options.color);
  const body = bodyOf(check, options, style);
  return [...headOf(check, options, style), ...body, ...(body.length > 0 ? [''] : [])];
}

const marks: Record<CheckReport['outcome']['verdict'], [mark: string, tone: Tone]> = {
  passed: ['✓', 'green'],
  failed: ['✗', 'red'],
  skipped: ['-', 'yellow'],
  errored: ['!', 'yellow'],
  inconclusive: ['?', 'yellow'],
  awaiting: ['…', 'cyan'],
  reviewed: ['✓', 'green'],
};

/** Mark, name, points, time and a word; the word goes to lines of its own where it does not fit. */
function headOf(check: CheckReport, { width }: TerminalOptions, style: Style): string[] {
  const { outcome } = check;
  const [mark, tone] = marks[outcome.verdict];
  const points = earnedText(check).padStart(7);
  const time = outcome.timing.total > 0 ? seconds(outcome.timing.total) : '';
  const words = wordsFor(check);
  const alone = `${style(tone, mark)} ${style('bold', check.id.padEnd(24))} ${style(tone, points)}`;
  const timed = time === '' ? alone : `${alone}  ${style('dim', time.padStart(6))}`;
  if (words === '') return [timed];
  const margin = ' '.repeat(time === '' ? 8 : 0);
  const columns = 2 + Math.max(24, check.id.length) + 1 + points.length + 2 + 6 + 2;
  if (columns + words.length <= width) return [`${timed}${margin}  ${style(tone, words)}`];
  return [timed, ...wrap(words, width, indent).map((line) => style(tone, line))];
}

const causes: Partial<Record<string, string>> = {
  timeout: 'failed: it took too long',
  memory: 'failed: out of memory',
  crash: 'failed: your program ended or threw',
  violation: 'failed: not allowed',
  'invalid-submission': 'failed: your files could not be loaded',
};

function wordsFor({ outcome }: CheckReport): string {
  if (outcome.verdict === 'passed') return '';
  if (outcome.verdict === 'failed') return causes[outcome.cause ?? ''] ?? 'failed';
  if (outcome.verdict === 'awaiting') return outcome.reason ?? 'awaiting a person';
  if (outcome.verdict === 'reviewed') return 'by review';
  if (outcome.verdict === 'skipped') return `skipped: ${outcome.reason ?? 'no reason is known'}`;
  if (isInterrupted(outcome.trouble)) return 'not graded: interrupted';
  return outcome.verdict === 'inconclusive' ? 'inconclusive' : 'could not be graded';
}

function bodyOf(check: CheckReport, options: TerminalOptions, style: Style): string[] {
  const { failure, review, trouble, cause } = check.outcome;
  if (review) return reviewLines(review, options, style);
  // What a file needs before it loads has been said once, above all checks.
  if (failure) return cause === 'invalid-submission' ? [] : failureLines(check, failure, options, style);
  if (!trouble || isInterrupted(trouble)) return [];
  const same = options.before?.find(({ outcome }) => outcome.trouble && shapeOf(outcome.trouble) === shapeOf(trouble));
  return same ? [`${indent}the same as for ${same.id}`] : troubleLines(trouble, options);
}

function reviewLines({ comment, criteria }: ReviewedOutcome, { width }: TerminalOptions, style: Style): string[] {
  const given = Object.entries(criteria).map(([name, points]) => `${name} ${points}`);
  return [
    ...labelled('given', given.join(', '), width, style),
    ...labelled('comment', comment === '' ? undefined : comment, width, style),
  ];
}

function failureLines(check: CheckReport, failure: Failure, options: TerminalOptions, style: Style): string[] {
  const { width } = options;
  const rationale = wrap(cut(harmless(failure.rationale), texts), width, indent);
  return [
    ...rationale.map((line) => style(['bold', 'red'], line)),
    ...labelled('asked', check.title, width, style),
    ...labelled('expected', failure.expected, width, style),
    ...labelled('seen', failure.actual, width, style),
    ...labelled('try', failure.hint ?? check.hint, width, style),
    ...linked('read', lectureFile(check.lecture), style),
    ...failure.evidence.flatMap((evidence) => evidenceLines(evidence, options, style)),
  ];
}

function evidenceLines(evidence: Evidence, { width, before = [] }: TerminalOptions, style: Style): string[] {
  const title = harmlessLine(evidence.title);
  const same = before.find(({ outcome }) => outcome.failure?.evidence.some((shown) => isEqual(shown, evidence)));
  if (same) return [style('dim', `${indent}${title}: the same as for ${same.id}`)];
  const lines = cut(evidence.lines.map(harmless).join('\n'), logs).split('\n');
  const shown = lines.flatMap((line) => wrap(line, width - 8).map((part, at) => (at === 0 ? part : `  ${part}`)));
  return [`${title}:`, ...shown.map((line) => `│ ${line}`.trimEnd())].map((line) => style('dim', indent + line));
}

function isEqual(one: Evidence, other: Evidence): boolean {
  return one.title === other.title && one.lines.join('\n') === other.lines.join('\n');
}

/** Times, ports and process ids differ although the trouble is one. */
function shapeOf({ message }: Trouble): string {
  return message.replace(/\d+/g, '#');
}

/** A fault of ours: what, why, and what to do. */
export function troubleLines(trouble: Trouble, { width, color }: TerminalOptions): string[] {
  const style = styleFor(color);
  // A message may say its cause already, and a program that failed may have said the same of a thousand files.
  const causes = trouble.because
    .map((line) => line.replace(/^because: /, ''))
    .filter((line) => !trouble.message.includes(line))
    .map((line) => cut(line, faults))
    .join('\n');
  return [
    ...wrap(`not your fault: ${cut(harmless(trouble.message), faults)} (${trouble.code})`, width, indent),
    ...labelled('because', causes === '' ? undefined : causes, width, style),
    ...labelled('next', trouble.next, width, style),
  ];
}

/** `expected  a text`, wrapped beside its label. */
export function labelled(
  label: string,
  text: string | undefined,
  width: number,
  style: Style,
  before = indent,
): string[] {
  if (text === undefined) return [];
  const lines = wrap(cut(harmless(text), texts), width - before.length - labelWidth);
  return lines.map((line, at) => {
    const margin = at === 0 ? style('bold', label.padEnd(labelWidth)) : ' '.repeat(labelWidth);
    return `${before}${margin}${line}`.trimEnd();
  });
}

/** The same for what is to be copied: it stays on one line, however long. */
export function linked(label: string, text: string | undefined, style: Style, before = indent): string[] {
  return text === undefined ? [] : [`${before}${style('bold', label.padEnd(labelWidth))}${harmlessLine(text)}`];
}

/** `05-failover#promotion` is a heading of a chapter. */
export function lectureFile(link: string | undefined): string | undefined {
  return link?.replace(/^([^#]*)/, 'lecture/$1.md');
}

export function isInterrupted(trouble: Trouble | undefined): boolean {
  return trouble?.code === 'INTERRUPTED';
}

export function seconds(ms: number): string {
  return `${(Math.max(0, ms) / 1000).toFixed(1)} s`;
}
