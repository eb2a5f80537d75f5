import type { GradeReport } from '../grading/grade-report.ts';
import { harmlessLine } from './text.ts';

/** What stands after the exercise in the command that grades the same folder again: nothing for the exercise's own. */
export function gradedFolder({ exercise, submission }: Pick<GradeReport, 'exercise' | 'submission'>): string {
  return submission.path === `exercises/${exercise.slug}` ? '' : ` ${harmlessLine(submission.path)}`;
}
