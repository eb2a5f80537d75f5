import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { newExercise } from '../../course/new-exercise.ts';

/** The exercise of a course copy that is cheap to grade: `npm run dev new`, with three seconds for each call. */
export const fixture = { slug: 'ex9-fixture', word: 'ex9', module: 'src/add-product.ts', check: 'added' };

/** Makes it, with `addProduct` allowed to do what goes wrong in these tests. */
export function addFixtureExercise(root: string): void {
  newExercise(root, fixture.slug);
  const manifest = join(root, 'exercises', fixture.slug, 'exercise.ts');
  const text = readFileSync(manifest, 'utf8');
  writeFileSync(manifest, text.replace('10_000', '3_000').replace('permits: []', "permits: ['exec', 'kill', 'stop']"));
}

/** A folder that is handed in: the path of each file, and its text. */
export function writeSubmission(folder: string, files: Record<string, string>): string {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}
