import type { CheckReport, GradeReport } from '../grading/grade-report.ts';
import {
  isInterrupted,
  labelled,
  linked,
  renderCheck,
  seconds,
  type TerminalOptions,
  troubleLines,
} from './check-lines.ts';
import { gradedFolder } from './graded-folder.ts';
import { isMarked, scoreText } from './score.ts';
import { type Style, styleFor, type Tone } from './style.ts';
import { cut, harmless, harmlessLine, wrap } from './text.ts';

export { renderCheck, type TerminalOptions };

/** The whole report as a person reads it in a terminal. Pure; a live run prints the same parts as they come. */
export function renderTerminal(report: GradeReport, options: TerminalOptions): string {
  const lines = shownChecks(report).flatMap((check, at, all) =>
    renderCheck(check, { ...options, before: all.slice(0, at) }),
  );
  return [...renderFindings(report, options), ...lines, ...renderFooter(report, options)].join('\n');
}

/** Where nothing could be loaded every check that needs it says the same: the findings say it once. */
export function shownChecks({ checks }: Pick<GradeReport, 'checks'>): CheckReport[] {
  return checks.filter(({ outcome }) => outcome.cause !== 'invalid-submission');
}

/** What kept the submission from being loaded, as `file:line` and the cure. */
export function renderFindings({ findings }: GradeReport, { color, width }: TerminalOptions): string[] {
  if (findings.length === 0) return [];
  const style = styleFor(color);
  const lines = findings.flatMap(({ path, line, message }) => {
    const place = `${harmlessLine(path)}${line === undefined ? '' : `:${line}`}`;
    const said = cut(harmless(message), { lines: 12, columns: 600 });
    const fits = !said.includes('\n') && 2 + place.length + 2 + said.length <= width;
    return fits ? [`  ${style('bold', place)}  ${said}`] : [`  ${style('bold', place)}`, ...wrap(said, width, '    ')];
  });
  return [style(['bold', 'red'], 'Your files could not be loaded:'), ...lines];
}

/** The sum, what is odd about the run, and where its evidence is. */
export function renderFooter(report: GradeReport, options: TerminalOptions): string[] {
  const { color, width } = options;
  const style = styleFor(color);
  const { points, run, timing } = report;
  const split = `clusters ${seconds(timing.clusters)}, your code ${seconds(timing.student)}, checks ${seconds(timing.checks)}`;
  const parts = timing.busy > 0 ? `: runner ${seconds(timing.runner)}, and side by side ${split}` : '';
  const facts: [label: string, text: string | undefined][] = [
    ['took', `${seconds(timing.total)}${parts}`],
    ['servers', `PostgreSQL ${run.engine.postgres}; isolation: ${run.isolation.level}`],
    ['engine', `${run.engine.name}: ${run.engine.because}`],
    ['trusted', run.isolation.trusted && `graded by --trust, although ${run.isolation.detail}`],
    ['seed', report.verdict === 'passed' ? run.seed : `${run.seed} (the same data again: -- --seed ${run.seed})`],
    ['left out', leftOut(report)],
    ['help', helpFor(report)],
  ];
  const [summary = '', ...more] = wrap(summaryOf(report), width);
  const score = scoreText(points);
  const last = shownChecks(report).at(-1);
  const apart = last !== undefined && renderCheck(last, options).at(-1) === '' ? [] : [''];
  const plain: Style = (_, text) => text;
  return [
    ...apart,
    ...report.errors.flatMap((error) => [...troubleLines(error, options), '']),
    style(['bold', toneOf(report)], score) + summary.slice(score.length),
    ...more,
    ...facts.flatMap(([label, text]) => labelled(label, text, width, plain, '')).map((line) => style('dim', line)),
    ...linked('evidence', run.evidence, plain, '').map((line) => style('dim', line)),
    ...linked('timeline', options.timeline, plain, ''),
  ];
}

/** Where a student goes on: a failed check has hints, a file that cannot be loaded says itself what it needs. */
function helpFor(report: GradeReport): string | undefined {
  const { checks, exercise, findings } = report;
  const word = exercise.slug.split('-')[0];
  if (findings.length > 0) return `mend this, then: npm run grade ${word}${gradedFolder(report)}`;
  const failed = checks.find(({ outcome }) => outcome.verdict === 'failed');
  return failed && `npm run hint ${word}; npm run explain ${word} ${failed.id}`;
}

function toneOf({ verdict }: GradeReport): Tone {
  if (verdict === 'passed') return 'green';
  return verdict === 'failed' ? 'red' : 'yellow';
}

/** The points, and in words what became of the checks. */
function summaryOf({ checks, errors, findings, points, run, verdict }: GradeReport): string {
  const score = scoreText(points);
  if (findings.length > 0) {
    const some = shownChecks({ checks }).length > 0;
    return `${score}: ${some ? 'none of your code was run, only what you wrote was read' : 'no check was run'}`;
  }
  const count = (is: (check: CheckReport) => boolean) => checks.filter(is).length;
  const failed = count(({ outcome }) => outcome.verdict === 'failed');
  const after = count(({ outcome }) => outcome.verdict === 'skipped' && outcome.cause !== 'capability');
  const lacking = count(({ outcome }) => outcome.verdict === 'skipped' && outcome.cause === 'capability');
  const ours = count(
    ({ outcome }) => ['errored', 'inconclusive'].includes(outcome.verdict) && !isInterrupted(outcome.trouble),
  );
  const open = count(({ outcome }) => isInterrupted(outcome.trouble));
  const parts = [
    failed > 0 && `${failed} of ${plural(checks.length, 'check', 'checks')} failed`,
    after > 0 && `${plural(after, 'was', 'were')} skipped after a failure`,
    lacking > 0 && `${plural(lacking, 'check needs', 'checks need')} what this machine lacks`,
    ours > 0 && `${plural(ours, 'check', 'checks')} could not be graded, through no fault of yours`,
    run.interrupted && `interrupted, ${plural(open, 'check', 'checks')} not graded`,
    errors.length > 0 && ours === 0 && 'the grader itself had trouble, through no fault of yours',
  ].filter((part) => part !== false);
  const left = run.only?.left.length ?? 0;
  const partly = left > 0 ? `; ${plural(left, 'other was', 'others were')} not asked for` : '';
  if (verdict === 'passed') return `${score}: ${passedText(checks)}${partly}`;
  const incomplete = verdict === 'failed' ? '' : 'incomplete, ';
  return `${score}: ${incomplete}${parts.join('; ')}`.replace(/[:,;] $/, '') + partly;
}

function passedText(checks: readonly CheckReport[]): string {
  const automatic = checks.filter((check) => !isMarked(check)).length;
  if (automatic === 0) return 'a person marks it';
  const word = automatic < checks.length ? 'automatic check' : 'check';
  return automatic === 1 ? `its ${word} passed` : `all ${automatic} ${word}s passed`;
}

function plural(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}

/** Files that were not taken, by reason, without those that lie in every exercise's folder. */
function leftOut({ submission }: GradeReport): string | undefined {
  const files = submission.ignored.filter(({ path }) => path !== 'README.md' && path !== 'exercise.ts');
  const reasons = [...Map.groupBy(files, ({ reason }) => reason)].map(([reason, alike]) => {
    const named = alike.slice(0, 4).map(({ path }) => harmlessLine(path));
    const more = alike.length > named.length ? ` and ${alike.length - named.length} more` : '';
    return `${named.join(', ')}${more}: ${reason}`;
  });
  return reasons.length > 0 ? reasons.join('\n') : undefined;
}
