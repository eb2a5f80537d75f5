import { relative } from 'node:path';
import { LabError } from '../core/errors.ts';
import { findExercise, listExercises } from '../course/course.ts';
import { requireCommitted } from '../release/committed.ts';
import { few } from '../release/write-release.ts';
import type { Invocation } from './command.ts';

/** The exercises that `--exercises` names, in the order of the course; all without it. Throws UNKNOWN_EXERCISE. */
export function chosenExercises({ options, root }: Invocation, command: string): string[] {
  if (!options.uncommitted) requireCommitted(root);
  const all = listExercises(root);
  if (typeof options.exercises !== 'string') return all;
  const chosen = options.exercises.split(',').map((word) => findExercise(root, word.trim(), command).slug);
  return all.filter((slug) => chosen.includes(slug));
}

/** A path to write to, which is not of the course itself. Throws ARGUMENT. */
export function folderOutside({ root }: Invocation, command: string, path: string): string {
  const inside = relative(root, path);
  if (inside !== '' && (inside.startsWith('..') || inside.startsWith('/'))) return path;
  throw new LabError('ARGUMENT', 'what is handed out must not lie in the course that it is made from', {
    where: path,
    next: `npm run ${command} -- --help`,
  });
}

/** A file that nobody has classified is handed to nobody, and that is said. */
export function noteLeftOut({ stderr }: Invocation, unclassified: readonly string[]): void {
  if (unclassified.length === 0) return;
  stderr.write(`left out, for harness/release/contents.ts does not say for whom they are: ${few(unclassified)}\n`);
}
