import type { CheckReport, GradeReport } from '../grading/grade-report.ts';
import { textOf } from './check-text.ts';
import { isIncomplete, isUngraded } from './incomplete.ts';

/** `results.json` of Gradescope, as its autograder specification has it. */
export interface GradescopeResults {
  /** Only where nothing could be graded at all is there no score, neither here nor in a test. */
  score?: number;
  /** Seconds. */
  execution_time: number;
  output?: string;
  output_format: 'text';
  visibility: 'visible';
  tests: GradescopeTest[];
  extra_data: Record<string, unknown>;
}

interface GradescopeTest {
  name: string;
  /** The order of the checks, from 1. */
  number: string;
  score?: number;
  max_score: number;
  status?: 'passed' | 'failed';
  output: string;
  output_format: 'text';
  tags: string[];
  extra_data: Record<string, unknown>;
}

/**
 * What Gradescope shows a student. A check that we could not grade has no score, and then there is none in sum either:
 * Gradescope reports a failed autograder, and nobody gets a zero by our fault.
 */
export function gradescopeResults(report: GradeReport): GradescopeResults {
  const ours = isIncomplete(report);
  const troubles = report.errors.map(({ code, message }) => `${code}: ${message}`);
  return {
    ...(!ours && { score: report.points.earned }),
    execution_time: Math.round(report.timing.total) / 1000,
    ...(ours && {
      output: ['This could not be graded completely, by no fault of yours; nothing is counted.', ...troubles].join(
        '\n',
      ),
    }),
    output_format: 'text',
    visibility: 'visible',
    tests: report.checks.map((check, at) => testOf(check, at, report, ours)),
    extra_data: {
      verdict: report.verdict,
      submission: report.submission.hash,
      seed: report.run.seed,
      postgres: report.run.engine.postgres,
      engine: report.run.engine.name,
      isolation: report.run.isolation.level,
    },
  };
}

/** Without scores, when some are missing: a sum over the others would be a grade. */
function testOf(check: CheckReport, at: number, report: GradeReport, unscored: boolean): GradescopeTest {
  const { cause, verdict } = check.outcome;
  return {
    name: `${check.id}: ${check.title}`,
    number: String(at + 1),
    ...(!unscored && { score: check.earned }),
    max_score: pointsOf(check),
    ...statusOf(check),
    output: textOf(check, report),
    output_format: 'text',
    tags: [check.id],
    extra_data: { verdict, ...(cause && { cause }) },
  };
}

/** What awaits a person is marked elsewhere, and counts for nothing here. */
export function pointsOf({ outcome, points }: CheckReport): number {
  return outcome.verdict === 'awaiting' ? 0 : points;
}

function statusOf(check: CheckReport): Pick<GradescopeTest, 'status'> {
  const { verdict } = check.outcome;
  if (isUngraded(check) || verdict === 'awaiting') return {};
  return { status: verdict === 'passed' || verdict === 'reviewed' ? 'passed' : 'failed' };
}
