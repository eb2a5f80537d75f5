import type { CheckReport, CheckVerdict, GradeReport } from '../grading/grade-report.ts';
import { textOf } from './check-text.ts';
import { isIncomplete } from './incomplete.ts';

type Status = 'passed' | 'failed' | 'skipped' | 'pending' | 'other';

/** What is ours is neither passed nor failed. */
const statuses: Record<CheckVerdict, Status> = {
  passed: 'passed',
  failed: 'failed',
  skipped: 'skipped',
  errored: 'other',
  inconclusive: 'other',
  awaiting: 'pending',
  reviewed: 'passed',
};

/** CTRF, the Common Test Report Format, version 0.0.0: a test is a check. */
export function ctrfReport(report: GradeReport) {
  const { checks, run, timing } = report;
  const start = Date.parse(run.startedAt);
  const count = (wanted: Status) => checks.filter(({ outcome }) => statuses[outcome.verdict] === wanted).length;
  return {
    reportFormat: 'CTRF',
    specVersion: '0.0.0',
    timestamp: run.startedAt,
    generatedBy: 'Replication Lab',
    results: {
      tool: { name: 'Replication Lab' },
      summary: {
        tests: checks.length,
        passed: count('passed'),
        failed: count('failed'),
        skipped: count('skipped'),
        pending: count('pending'),
        other: count('other'),
        start,
        stop: start + Math.round(timing.total),
      },
      tests: checks.map((check) => testOf(check, report)),
      environment: { osPlatform: run.platform, testEnvironment: run.engine.name, healthy: !isIncomplete(report) },
      extra: {
        verdict: report.verdict,
        points: report.points,
        submission: report.submission,
        seed: run.seed,
        postgres: run.engine.postgres,
        isolation: run.isolation.level,
        errors: report.errors.map(({ code, message }) => ({ code, message })),
      },
    },
  };
}

function testOf(check: CheckReport, report: GradeReport) {
  const { cause, verdict } = check.outcome;
  const status = statuses[verdict];
  return {
    name: check.title,
    status,
    duration: Math.round(check.outcome.timing.total),
    suite: [report.exercise.slug],
    rawStatus: cause ? `${verdict}: ${cause}` : verdict,
    ...(status !== 'passed' && { message: textOf(check, report) }),
    labels: { check: check.id },
    extra: { earned: check.earned, points: check.points },
  };
}
