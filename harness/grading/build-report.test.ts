import { expect, test } from 'vitest';
import type { Exercise } from '../sdk/exercise.ts';
import { buildReport, exitCodeOf, type ReportParts } from './build-report.ts';
import type { CheckOutcome, GradeReport, Verdict } from './grade-report.ts';

const timing = { total: 100, cluster: 30, student: 50 };
const outcomeOf: Record<string, CheckOutcome> = {
  passed: { verdict: 'passed', timing },
  failed: { verdict: 'failed', cause: 'wrong', failure: { rationale: 'It is wrong.', evidence: [] }, timing },
  skipped: { verdict: 'skipped', cause: 'prerequisite', reason: 'first did not pass', timing },
  incapable: { verdict: 'skipped', cause: 'capability', reason: 'no psql', timing },
  errored: { verdict: 'errored', trouble: { code: 'GRADER', message: 'ours', because: [] }, timing },
  inconclusive: { verdict: 'inconclusive', trouble: { code: 'GRADER', message: 'no evidence', because: [] }, timing },
};

function exerciseOf(count: number): Exercise {
  const checks = Array.from({ length: count }, (_, at) => {
    return { id: `check-${at}`, title: 'It works', points: 10 * (at + 1), hint: 'Try.', lecture: 'a#b' };
  });
  return {
    slug: 'ex1-a',
    title: 'A',
    summary: 'A.',
    topology: 'pair',
    modules: {},
    permits: [],
    seed: [],
    grants: [],
    checks,
  };
}

/** A report of checks with these outcomes, by name; `none` for a check without one. */
function reportOf(names: string[], more: Partial<ReportParts> = {}): GradeReport {
  const outcomes = new Map(names.flatMap((name, at) => (outcomeOf[name] ? [[`check-${at}`, outcomeOf[name]]] : [])));
  return buildReport({
    exercise: exerciseOf(names.length),
    submission: { path: 'ann', hash: 'ab', ignored: [] },
    run: {
      startedAt: '2026-01-02T03:04:05.678Z',
      seed: 'ab12',
      engine: { name: 'embedded', postgres: '18.4', because: '' },
      isolation: { level: 'none', detail: '' },
      node: 'v26',
      platform: 'linux-x64',
      evidence: '.runs/a',
      interrupted: false,
    },
    outcomes,
    findings: [],
    errors: [],
    total: 1000,
    busy: 150,
    lectureOf: (link) => link,
    ...more,
  });
}

test.for<[names: string[], verdict: Verdict, exitCode: number]>([
  [['passed', 'passed'], 'passed', 0],
  [['passed', 'failed'], 'failed', 1],
  [['failed', 'skipped'], 'failed', 1],
  [['passed', 'incapable'], 'skipped', 2],
  [['failed', 'incapable'], 'skipped', 2],
  [['failed', 'inconclusive'], 'inconclusive', 2],
  [['inconclusive', 'incapable'], 'inconclusive', 2],
  [['failed', 'inconclusive', 'incapable', 'errored'], 'errored', 2],
  [['passed', 'none'], 'errored', 2],
  [[], 'errored', 2],
])('%j make the run %s, exit code %i', ([names, verdict, exitCode]) => {
  const report = reportOf(names);
  expect({ verdict: report.verdict, exitCode: exitCodeOf(report) }).toEqual({ verdict, exitCode });
});

test('an error outside of any check makes the run errored, although every check passed', () => {
  const report = reportOf(['passed'], { errors: [{ code: 'GRADER', message: 'a worker died', because: [] }] });
  expect([report.verdict, exitCodeOf(report), report.points.earned]).toEqual(['errored', 2, 10]);
});

test('only what passed earns points; all that could be earned is counted', () => {
  const report = reportOf(['passed', 'failed', 'skipped', 'errored', 'inconclusive', 'passed']);
  expect(report.checks.map(({ earned }) => earned)).toEqual([10, 0, 0, 0, 0, 60]);
  expect(report.points).toEqual({ earned: 70, possible: 210 });
});

test('a check that was never reached never passes, and says why', () => {
  const [check] = reportOf(['none']).checks;
  expect(check?.outcome).toMatchObject({
    verdict: 'errored',
    trouble: { code: 'GRADER', message: 'the check was not run' },
  });
  const { run } = reportOf([]);
  const [later] = reportOf(['none'], { run: { ...run, interrupted: true } }).checks;
  expect(later?.outcome).toMatchObject({ verdict: 'errored', trouble: { code: 'INTERRUPTED' } });
});

test('files that cannot be loaded fail every check, and the run is complete: its exit code is 1', () => {
  const report = reportOf(['none', 'none'], { findings: [{ path: 'src/a.ts', line: 1, message: 'no' }] });
  expect(report.checks.map(({ outcome }) => outcome.cause)).toEqual(['invalid-submission', 'invalid-submission']);
  expect([report.verdict, exitCodeOf(report)]).toEqual(['failed', 1]);
});

test('where only some checks were asked for, the others are neither in the report nor in its sum', () => {
  const only = { asked: ['check-0'], left: ['check-1'] };
  const report = reportOf(['passed', 'failed'], { run: { ...reportOf([]).run, only } });
  expect(report.checks.map(({ id }) => id)).toEqual(['check-0']);
  expect([report.verdict, report.points.possible]).toEqual(['passed', 10]);
});

test('the runner’s time is what is not spent on checks, whose parts may add up to more', () => {
  const { timing: whole } = reportOf(['passed', 'failed']);
  expect(whole).toEqual({ total: 1000, runner: 850, busy: 150, clusters: 60, student: 100, checks: 40 });
});

test('a lecture section is named only where its chapter can be read', () => {
  expect(reportOf(['passed']).checks[0]?.lecture).toBe('a#b');
  expect(reportOf(['passed'], { lectureOf: () => undefined }).checks[0]?.lecture).toBeUndefined();
});
