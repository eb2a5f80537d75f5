import type { CheckReport, GradeReport } from '../grading/grade-report.ts';
import { textOf } from './check-text.ts';
import { escapeMarkup } from './markup.ts';
import { earnedText } from './score.ts';

/**
 * JUnit XML, one suite for each report. `failure` is the student's, `error` is ours, `skipped` has its reason. Keeps to
 * what Jenkins, GitLab and Artemis have in common: a test case is a check, its name the check's id.
 */
export function renderJunit(reports: readonly GradeReport[]): string {
  const suites = reports.map(suiteOf);
  const total = (of: (suite: Suite) => number) => suites.reduce((sum, suite) => sum + of(suite), 0);
  const counts = {
    tests: total(({ cases }) => cases.length),
    failures: total(({ cases }) => count(cases, 'failure')),
    errors: total(({ cases }) => count(cases, 'error')),
    time: seconds(total(({ report }) => report.timing.total)),
  };
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites${attributes({ name: 'Replication Lab', ...counts })}>`,
    ...suites.flatMap(suiteLines),
    '</testsuites>',
    '',
  ].join('\n');
}

interface Suite {
  report: GradeReport;
  cases: TestCase[];
}

interface TestCase {
  name: string;
  /** Milliseconds. */
  ms: number;
  /** Absent when the check passed. */
  result?: { kind: 'failure' | 'error' | 'skipped'; type?: string; message: string; text?: string };
}

/** Trouble outside any check is a case of its own: a suite without errors says that everything was graded. */
function suiteOf(report: GradeReport): Suite {
  const outside = report.errors.map(
    ({ code, message, because, next }): TestCase => ({
      name: 'outside-the-checks',
      ms: 0,
      result: { kind: 'error', type: code, message, text: [...because, ...(next ? [`next: ${next}`] : [])].join('\n') },
    }),
  );
  return { report, cases: [...report.checks.map((check) => caseOf(check, report)), ...outside] };
}

function caseOf(check: CheckReport, report: GradeReport): TestCase {
  const { cause, failure, reason, timing, trouble, verdict } = check.outcome;
  const base = { name: check.id, ms: timing.total };
  if (verdict === 'passed' || verdict === 'reviewed') return base;
  if (verdict === 'skipped' || verdict === 'awaiting')
    return { ...base, result: { kind: 'skipped', message: reason ?? 'no reason is known' } };
  if (verdict === 'failed') {
    const unloaded = cause === 'invalid-submission' && 'Your files could not be loaded.';
    const message = unloaded || (failure?.rationale ?? 'it failed');
    return { ...base, result: { kind: 'failure', type: cause, message, text: textOf(check, report) } };
  }
  const message = trouble?.message ?? 'it could not be graded';
  return { ...base, result: { kind: 'error', type: trouble?.code, message, text: textOf(check, report) } };
}

function suiteLines({ report, cases }: Suite): string[] {
  const { exercise, run, submission } = report;
  const properties = {
    title: exercise.title,
    submission: submission.path,
    hash: submission.hash,
    verdict: report.verdict,
    points: `${report.points.earned}/${report.points.possible}`,
    ...(report.points.awaiting ? { awaiting: report.points.awaiting } : {}),
    ...Object.fromEntries(report.checks.map((check) => [`points.${check.id}`, earnedText(check)])),
    seed: run.seed,
    postgres: run.engine.postgres,
    engine: run.engine.name,
    isolation: run.isolation.level,
    evidence: run.evidence,
  };
  const counts = {
    tests: cases.length,
    failures: count(cases, 'failure'),
    errors: count(cases, 'error'),
    skipped: count(cases, 'skipped'),
    time: seconds(report.timing.total),
    timestamp: run.startedAt,
  };
  return [
    `  <testsuite${attributes({ name: exercise.slug, ...counts })}>`,
    '    <properties>',
    ...Object.entries(properties).map(([name, value]) => `      <property${attributes({ name, value })}/>`),
    '    </properties>',
    ...cases.flatMap((each) => caseLines(each, exercise.slug)),
    '  </testsuite>',
  ];
}

function caseLines({ name, ms, result }: TestCase, classname: string): string[] {
  const head = `    <testcase${attributes({ name, classname, time: seconds(ms) })}`;
  if (!result) return [`${head}/>`];
  const { kind, type, message, text = '' } = result;
  const inner = `      <${kind}${attributes({ type, message })}`;
  return [`${head}>`, text === '' ? `${inner}/>` : `${inner}>${escapeMarkup(text)}</${kind}>`, '    </testcase>'];
}

/** A line break in an attribute would be read as a space: it is written as a reference. */
function attributes(values: Record<string, string | number | undefined>): string {
  const given = Object.entries(values).filter(([, value]) => value !== undefined);
  return given.map(([name, value]) => ` ${name}="${escapeMarkup(String(value)).replaceAll('\n', '&#10;')}"`).join('');
}

function count(cases: readonly TestCase[], kind: 'failure' | 'error' | 'skipped'): number {
  return cases.filter(({ result }) => result?.kind === kind).length;
}

function seconds(ms: number): string {
  return (Math.max(0, ms) / 1000).toFixed(3);
}
