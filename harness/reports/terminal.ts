import type { CheckOutcome, CheckReport, Failure, GradeReport, Trouble } from '../grading/grade-report.ts';
import { harmless, type Style, styleFor, wrap } from './style.ts';

export interface TerminalOptions {
  color: boolean;
  /** Columns; texts are wrapped at it. */
  width: number;
}

/** The whole report as a person reads it in a terminal. Pure; a live run prints the same parts as they come. */
export function renderTerminal(report: GradeReport, options: TerminalOptions): string {
  const checks = report.checks.flatMap((check) => renderCheck(check, options));
  return [...renderFindings(report, options), ...checks, ...renderFooter(report, options)].join('\n');
}

const marks: Record<CheckOutcome['verdict'], { mark: string; tone: 'green' | 'red' | 'yellow' }> = {
  passed: { mark: '✓', tone: 'green' },
  failed: { mark: '✗', tone: 'red' },
  skipped: { mark: '-', tone: 'yellow' },
  errored: { mark: '!', tone: 'yellow' },
  inconclusive: { mark: '?', tone: 'yellow' },
};

/** One check: a line, and below it what a student is to learn from a failure. */
export function renderCheck(check: CheckReport, options: TerminalOptions): string[] {
  const style = styleFor(options.color);
  const { outcome } = check;
  const { mark, tone } = marks[outcome.verdict];
  const points = `${check.earned}/${check.points}`.padStart(6);
  const time = outcome.timing.total > 0 ? style('dim', `  ${seconds(outcome.timing.total)}`) : '';
  const head = `${style(tone, mark)} ${style('bold', check.id.padEnd(24))} ${style(tone, points)}${time}`;
  const wide = { ...options, indent: '    ' };
  const title = outcome.verdict === 'passed' ? [] : wrap(check.title, options.width, wide.indent).map((line) => style('dim', line));
  return [head, ...title, ...details(check, wide, style)];
}

interface Layout extends TerminalOptions {
  indent: string;
}

function details(check: CheckReport, layout: Layout, style: Style): string[] {
  const { outcome } = check;
  if (outcome.verdict === 'failed' && outcome.failure) return failureLines(check, outcome.failure, layout, style);
  if (outcome.verdict === 'skipped') return [`${layout.indent}not run: ${outcome.reason ?? ''}`, ''];
  if (outcome.trouble) return [...troubleLines(outcome.trouble, layout, style), ''];
  return [];
}

function failureLines(check: CheckReport, failure: Failure, layout: Layout, style: Style): string[] {
  const { indent, width } = layout;
  const lines = wrap(harmless(failure.rationale), width, indent).map((line) => style('red', line));
  const pair = (name: string, text: string | undefined) => {
    if (text === undefined) return;
    const [first = '', ...more] = wrap(harmless(text), width - 10, '');
    lines.push(`${indent}${style('bold', name.padEnd(9))} ${first}`, ...more.map((line) => `${indent}${' '.repeat(10)}${line}`));
  };
  pair('expected', failure.expected);
  pair('seen', failure.actual);
  if (outcomeIsTheirs(check)) pair('try', failure.hint ?? check.hint);
  if (outcomeIsTheirs(check)) pair('read', `lecture/${check.lecture}`);
  for (const { title, lines: said } of failure.evidence) {
    lines.push(`${indent}${style('dim', `${title}:`)}`);
    lines.push(...said.map((line) => style('dim', `${indent}  | ${harmless(line)}`)));
  }
  return [...lines, ''];
}

/** A submission that could not be loaded has its cure above, once. */
function outcomeIsTheirs(check: CheckReport): boolean {
  return check.outcome.cause !== 'invalid-submission';
}

function troubleLines(trouble: Trouble, { indent, width }: Layout, style: Style): string[] {
  const lines = wrap(`not your fault: ${harmless(trouble.message)} [${trouble.code}]`, width, indent);
  for (const line of trouble.because) lines.push(...wrap(harmless(line), width, `${indent}  `));
  if (trouble.next) lines.push(...wrap(`next: ${trouble.next}`, width, `${indent}  `));
  return lines.map((line) => style('yellow', line));
}

/** What kept the submission from being loaded, as `file:line` and the cure. */
export function renderFindings(report: GradeReport, { color }: TerminalOptions): string[] {
  if (report.findings.length === 0) return [];
  const style = styleFor(color);
  const lines = report.findings.map(({ path, line, message }) => {
    return `  ${style('bold', `${path}${line === undefined ? '' : `:${line}`}`)} ${harmless(message)}`;
  });
  return [style('red', 'Your files could not be loaded, so no check was run:'), ...lines, ''];
}

/** The sum, what is odd about the run, and where its evidence is. */
export function renderFooter(report: GradeReport, options: TerminalOptions): string[] {
  const style = styleFor(options.color);
  const { points, run, timing } = report;
  const lines: string[] = [''];
  for (const error of report.errors) lines.push(...troubleLines(error, { ...options, indent: '  ' }, style));
  const tone = report.verdict === 'passed' ? 'green' : report.verdict === 'failed' ? 'red' : 'yellow';
  lines.push(style(['bold', tone], `${points.earned}/${points.possible} points`) + words(report));
  const split = `runner ${seconds(timing.runner)}, clusters ${seconds(timing.clusters)}, your code ${seconds(timing.student)}, checks ${seconds(timing.checks)}`;
  lines.push(style('dim', `took ${seconds(timing.total)}: ${split}`));
  lines.push(style('dim', `seed ${run.seed}; PostgreSQL ${run.engine.postgres}, ${run.engine.name}; isolation: ${run.isolation.level}`));
  lines.push(style('dim', `evidence: ${run.evidence}`));
  return lines;
}

function words(report: GradeReport): string {
  if (report.run.interrupted) return ' - interrupted: the checks that had not ended are not graded';
  if (report.verdict === 'errored') return ' - incomplete: some checks could not be graded, through no fault of yours';
  if (report.verdict === 'skipped') return ' - incomplete: this machine lacks something that a check needs';
  const count = report.checks.filter(({ outcome }) => outcome.verdict !== 'passed').length;
  return count === 0 ? '' : ` - ${count} of ${report.checks.length} checks did not pass`;
}

function seconds(ms: number): string {
  return `${(Math.max(0, ms) / 1000).toFixed(1)} s`;
}
