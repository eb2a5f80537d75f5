import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { begunExercises, hashOf } from './release-record.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'begun-'));
  const files = ['ex1-a', 'ex2-b'].flatMap((slug) => [`exercises/${slug}/exercise.ts`, `exercises/${slug}/src/a.ts`]);
  for (const path of files) put(path, path);
  const hashes = Object.fromEntries(files.map((path) => [path, hashOf(Buffer.from(path))]));
  put('.release.json', JSON.stringify({ format: 1, course: '1.0.0', exercises: [], files: hashes }));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function put(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

test('an exercise is begun when a file of it was changed, added or removed', () => {
  expect(begunExercises(root)).toEqual([]);
  put('exercises/ex2-b/src/a.ts', 'mine');
  expect(begunExercises(root)).toEqual(['ex2-b']);
  put('exercises/ex1-a/src/b.ts', 'mine');
  expect(begunExercises(root)).toEqual(['ex1-a', 'ex2-b']);
  rmSync(join(root, 'exercises/ex1-a/src'), { recursive: true });
  expect(begunExercises(root)).toEqual(['ex1-a', 'ex2-b']);
});

test('where nobody knows what was handed out, that is said', () => {
  rmSync(join(root, '.release.json'));
  expect(() => begunExercises(root)).toThrow('only a copy of the course for students');
});
