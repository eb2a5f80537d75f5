import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { LabError, messageOf } from '../core/errors.ts';
import type { Capability, Exercise } from '../sdk/exercise.ts';
import type { ExercisePaths } from './course.ts';
import { capability } from './manifest-schema.ts';

/** Something that a grader is run against to prove it, and what must come out. */
export interface ProofSubject {
  kind: 'starter' | 'solution' | 'variant' | 'mutant';
  name: string;
  /** One sentence: what is special about it. */
  what: string;
  /** Folders laid over one another, the last on top. */
  layers: string[];
  /** The checks that must fail; every other one must pass or be skipped for a prerequisite. The starter has none. */
  fails: string[] | undefined;
  /**
   * Checks that may fail as well and need not: what is wrong shows there only where the machine is busy. For a mutant
   * that cannot be made to show it always or never.
   */
  mayFail?: readonly string[];
  needs: Capability[];
}

const capabilities = z.array(capability).default([]);
const mutantFile = z.strictObject({
  what: z.string().min(10),
  fails: z.array(z.string()).min(1),
  mayFail: z.array(z.string()).default([]),
  needs: capabilities,
});
const variantFile = z.strictObject({ what: z.string().min(10), needs: capabilities });

/** The starter, the solution, and every variant and mutant of an exercise. Throws BAD_MANIFEST for a wrong file. */
export function proofSubjects(paths: ExercisePaths, exercise: Exercise): ProofSubject[] {
  const ids = exercise.checks.map(({ id }) => id);
  const variants = foldersOf(join(paths.grader, 'variants')).map((folder): ProofSubject => {
    const { what, needs } = read(join(folder.path, 'variant.json'), variantFile);
    return { kind: 'variant', name: folder.name, what, layers: [paths.solution, folder.path], fails: [], needs };
  });
  const mutants = foldersOf(join(paths.grader, 'mutants')).map((folder): ProofSubject => {
    const file = join(folder.path, 'mutant.json');
    const { what, fails, mayFail, needs } = read(file, mutantFile);
    const unknown = [...fails, ...mayFail].filter((id) => !ids.includes(id));
    if (unknown.length > 0)
      throw new LabError('BAD_MANIFEST', `no check is called ${unknown.join(', ')}`, { where: file });
    return { kind: 'mutant', name: folder.name, what, layers: [paths.solution, folder.path], fails, mayFail, needs };
  });
  return [
    {
      kind: 'starter',
      name: 'starter',
      what: 'the files as a student gets them',
      layers: [paths.starter],
      fails: undefined,
      needs: [],
    },
    {
      kind: 'solution',
      name: 'solution',
      what: 'the reference solution',
      layers: [paths.solution],
      fails: [],
      needs: [],
    },
    ...variants,
    ...mutants,
  ];
}

function foldersOf(path: string): { name: string; path: string }[] {
  if (!existsSync(path)) return [];
  const entries = readdirSync(path, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return entries.map(({ name }) => ({ name, path: join(path, name) })).sort((a, b) => a.name.localeCompare(b.name));
}

function read<T>(file: string, schema: z.ZodType<T>): T {
  try {
    return schema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (cause) {
    throw new LabError('BAD_MANIFEST', `not a valid description: ${messageOf(cause)}`, { where: file, cause });
  }
}
