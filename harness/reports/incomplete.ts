import type { CheckReport, GradeReport } from '../grading/grade-report.ts';

/** Whether something was not graded by a fault of ours, or for want of a capability: then points are no grade. */
export function isIncomplete({ checks, errors, run }: GradeReport): boolean {
  return errors.length > 0 || run.interrupted || checks.some(isUngraded);
}

export function isUngraded({ outcome: { cause, verdict } }: CheckReport): boolean {
  return verdict === 'errored' || verdict === 'inconclusive' || (verdict === 'skipped' && cause === 'capability');
}
