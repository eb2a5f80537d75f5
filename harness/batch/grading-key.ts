import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { hashFiles } from '../core/hash-files.ts';
import type { ExercisePaths } from '../course/course.ts';
import { graderHash } from '../grading/grader-hash.ts';

/** The folders of harness/ that have a say in a grade. */
const deciding = [
  ...['broker', 'cluster', 'core', 'course', 'enclosure', 'engines', 'gateway', 'grading', 'sandbox', 'sdk'],
].map((name) => join('harness', name));

/** All that a grade depends on. */
export interface GradeBasis {
  /** Hash of the student's files. */
  submission: string;
  /** `graderVersion` of the exercise. */
  grader: string;
  engine: { name: string; postgres: string };
  seed: string;
}

/** Equal for gradings that must come to the same: one that has finished is not done again. */
export function gradingKey({ engine, grader, seed, submission }: GradeBasis): string {
  const facts = [submission, grader, engine.name, engine.postgres, seed];
  return createHash('sha256').update(JSON.stringify(facts)).digest('hex').slice(0, 24);
}

/** Of the code that decides grades, whatever the exercise: the harness without its tests, and the versions of packages. */
export function harnessVersion(root: string): string {
  const code = hashFiles(
    deciding.map((folder) => join(root, folder)),
    (path) => path.endsWith('.ts') && !/\.test\.ts$|(^|\/)(testing|fixtures|template)\//.test(path),
  );
  return createHash('sha256')
    .update(code)
    .update(readFileSync(join(root, 'package.json')))
    .digest('hex');
}

/** Of a grader, its manifest and the harness. */
export function graderVersion(harness: string, paths: ExercisePaths): string {
  return createHash('sha256').update(harness).update(graderHash(paths)).digest('hex');
}
