import type { GradebookRow } from '../gradebook/gradebook.ts';
import { feedbackFile } from '../submissions/student-name.ts';

/** A relative link to a file in the folder of results, whatever signs are in the names on the way. */
export function linkTo(...names: readonly string[]): string {
  return `./${names.map(segment).join('/')}`;
}

/** Where the page for a student lies, within the folder of results; nowhere where no student is known. */
export function feedbackPath({ exercise, handedInBy, status, student }: GradebookRow): string[] | undefined {
  if (status === 'left-out') return handedInBy === undefined ? undefined : [handedInBy, feedbackFile];
  return [student, ...(exercise === '' ? [] : [exercise]), feedbackFile];
}

/** `:`, `?`, `#` and `%` are signs of a name here. Names of students are no dots (`studentOf`). */
function segment(name: string): string {
  return encodeURIComponent(name.toWellFormed());
}
