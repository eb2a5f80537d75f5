import { LabError } from '../core/errors.ts';
import { type ExercisePaths, findExercise, listExercises, shortName } from '../course/course.ts';

/** The exercise that the first word names. Throws ARGUMENT without one, UNKNOWN_EXERCISE for a wrong one: both list all. */
export function namedExercise(root: string, word: string | undefined, command: string): ExercisePaths {
  if (word !== undefined) return findExercise(root, word, command);
  const slugs = listExercises(root);
  throw new LabError('ARGUMENT', `which exercise? There are: ${slugs.join(', ')}`, {
    next: `npm run ${command} ${shortName(slugs[0] ?? 'ex1')}`,
  });
}
