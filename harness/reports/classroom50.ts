import type { GradeReport } from '../grading/grade-report.ts';
import { textOf } from './check-text.ts';
import { pointsOf } from './gradescope.ts';
import { isIncomplete } from './incomplete.ts';

/** What Classroom 50 tells a grader about the submission, in the environment. */
export interface ClassroomSubmission {
  classroom: string;
  assignment: string;
  /** The submit tag. */
  submission: string;
  commit: string;
  release: string;
  review: string;
  /** The committer's date, ISO 8601 in UTC: the same at a regrade. */
  datetime: string;
}

/**
 * `result.json` of Classroom 50, schema `classroom50/result/v1`. Undefined when the grading is not complete by our fault:
 * then the grader's exit code says so, and Classroom 50 records an error instead of points.
 */
export function classroomResult(report: GradeReport, submission: ClassroomSubmission) {
  if (isIncomplete(report)) return undefined;
  return {
    schema: 'classroom50/result/v1',
    ...submission,
    score: report.points.earned,
    'max-score': report.points.possible,
    tests: report.checks.map((check) => ({
      'test-name': check.title,
      passed: ['passed', 'reviewed'].includes(check.outcome.verdict),
      score: check.earned,
      'max-score': pointsOf(check),
      check: check.id,
      verdict: check.outcome.verdict,
      message: textOf(check, report),
    })),
    seed: report.run.seed,
    hash: report.submission.hash,
  };
}
