import type { Gradebook } from '../../../batch/gradebook/gradebook.ts';
import { deviation } from './expected.ts';
import type { Submission } from './submission.ts';

/** What of a class is otherwise in a gradebook than it must be, a line for each submission; empty where all is as known. */
export function deviations({ rows }: Gradebook, submissions: readonly Submission[]): string[] {
  const found = new Map(rows.map((row) => [row.student, row]));
  const lines = submissions.flatMap(({ exercise, expected, name, student, what }) => {
    // What is left out is known by its name in the folder: whose it is may be unknown.
    const other = deviation(expected, found.get(expected.how === 'left-out' ? name : student), exercise);
    return other === undefined ? [] : [`${exercise.slug}, ${what} (${JSON.stringify(student)}): ${other}`];
  });
  if (rows.length !== submissions.length) lines.push(`the gradebook has ${rows.length} rows`);
  return lines;
}
