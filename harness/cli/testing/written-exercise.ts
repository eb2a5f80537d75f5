import { cpSync } from 'node:fs';
import { join } from 'node:path';

/** The exercise of a course copy in which everything is written, and nothing is run. */
export const written = { slug: 'ex8-written', word: 'ex8' };

/** Brings it into a copy of the course. */
export function addWrittenExercise(root: string): void {
  cpSync(join(import.meta.dirname, '..', 'fixtures', 'written'), root, { recursive: true });
}
