import type { Finding } from '../sandbox/finding.ts';
import type { Exercise } from '../sdk/exercise.ts';
import { checkReport } from './check-report.ts';
import type { CheckOutcome, CheckReport, GradeReport, Points, Timing, Trouble, Verdict } from './grade-report.ts';

export interface ReportParts {
  exercise: Exercise;
  submission: GradeReport['submission'];
  run: GradeReport['run'];
  outcomes: ReadonlyMap<string, CheckOutcome>;
  findings: Finding[];
  errors: Trouble[];
  /** Milliseconds of the whole run. */
  total: number;
  /** Milliseconds from the first check's beginning to the last one's end. */
  busy: number;
  /** The link, if its chapter is there to be read. */
  lectureOf: (link: string) => string | undefined;
}

const noTime = { total: 0, cluster: 0, student: 0 };

/** Puts a report together. A check without an outcome has not been graded, and says so; it never passes. */
export function buildReport(parts: ReportParts): GradeReport {
  const { exercise, findings, outcomes } = parts;
  const wanted = exercise.checks.filter(({ id }) => !parts.run.only?.left.includes(id));
  const checks = wanted.map((check): CheckReport => {
    const outcome = outcomes.get(check.id) ?? ungraded(findings, parts.run.interrupted);
    return checkReport(check, outcome, parts.lectureOf(check.lecture));
  });
  return {
    version: 1,
    exercise: { slug: exercise.slug, title: exercise.title },
    submission: parts.submission,
    run: parts.run,
    verdict: verdictOf(checks, parts),
    points: pointsOf(checks),
    checks,
    findings,
    errors: parts.errors,
    timing: timingOf(checks, parts),
  };
}

/** The sum of what became of some checks. */
export function pointsOf(checks: readonly CheckReport[]): Points {
  const sum = (of: (check: CheckReport) => number, verdict?: CheckReport['outcome']['verdict']) =>
    checks.reduce((total, check) => total + (verdict && check.outcome.verdict !== verdict ? 0 : of(check)), 0);
  const awaiting = sum((check) => check.points, 'awaiting');
  return {
    earned: sum((check) => check.earned),
    possible: sum((check) => check.points) - awaiting,
    awaiting: awaiting || undefined,
    reviewed: sum((check) => check.earned, 'reviewed') || undefined,
  };
}

function ungraded(findings: Finding[], interrupted: boolean): CheckOutcome {
  if (findings.length > 0) {
    const failure = { rationale: 'Your files could not be loaded: see above.', evidence: [] };
    return { verdict: 'failed', cause: 'invalid-submission', failure, timing: noTime };
  }
  const message = interrupted ? 'the run was interrupted before this check' : 'the check was not run';
  return {
    verdict: 'errored',
    cause: 'infrastructure',
    trouble: { code: interrupted ? 'INTERRUPTED' : 'GRADER', message, because: [] },
    timing: noTime,
  };
}

/** Incomplete wins over failed: who reads `failed` may rely on every point having been decided. */
function verdictOf(checks: readonly CheckReport[], { errors }: ReportParts): Verdict {
  const verdicts = checks.map(({ outcome }) => outcome.verdict).filter((verdict) => !isMarked(verdict));
  if (checks.length === 0 || errors.length > 0 || verdicts.includes('errored')) return 'errored';
  if (verdicts.includes('inconclusive')) return 'inconclusive';
  if (checks.some(({ outcome }) => outcome.verdict === 'skipped' && outcome.cause === 'capability')) return 'skipped';
  return verdicts.every((verdict) => verdict === 'passed') ? 'passed' : 'failed';
}

/** A person's to mark: what they give changes the points and not the verdict. */
function isMarked(verdict: CheckOutcome['verdict']): boolean {
  return verdict === 'awaiting' || verdict === 'reviewed';
}

function timingOf(checks: readonly CheckReport[], { busy, total }: ReportParts): Timing {
  const sum = (of: (check: CheckReport) => number) => checks.reduce((all, check) => all + of(check), 0);
  const clusters = sum(({ outcome }) => outcome.timing.cluster);
  const student = sum(({ outcome }) => outcome.timing.student);
  const behaviour = sum(({ outcome }) => outcome.timing.total);
  return { total, runner: total - busy, busy, clusters, student, checks: behaviour - clusters - student };
}

/** The exit code of a graded run (DESIGN 7). */
export function exitCodeOf(report: GradeReport): 0 | 1 | 2 {
  if (report.verdict === 'passed') return 0;
  return report.verdict === 'failed' ? 1 : 2;
}
