import { readTaken } from '../sandbox/read-taken.ts';
import type { Exercise } from '../sdk/exercise.ts';

/** What the report of grading this folder will have as its submission's hash. Throws BAD_SUBMISSION. */
export async function hashSubmission(folder: string, exercise: Exercise): Promise<string> {
  return (await readTaken(folder, exercise)).hash;
}
