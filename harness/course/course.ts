import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { LabError, messageOf } from '../core/errors.ts';
import type { Exercise } from '../sdk/exercise.ts';

/** Where the parts of one exercise are. The same slug in all three folders. */
export interface ExercisePaths {
  slug: string;
  /** README, manifest, starter files. */
  starter: string;
  solution: string;
  /** grader.test.ts, mutants/, variants/. */
  grader: string;
}

export function pathsOf(root: string, slug: string): ExercisePaths {
  return {
    slug,
    starter: join(root, 'exercises', slug),
    solution: join(root, 'solutions', slug),
    grader: join(root, 'graders', slug),
  };
}

/** How an exercise is named on a command line: `ex4`. */
export function shortName(slug: string): string {
  return slug.split('-')[0] as string;
}

/** A lecture link, if this copy of the course has its chapter to be read. */
export function readableLecture(root: string, link: string): string | undefined {
  return existsSync(join(root, 'lecture', `${link.split('#')[0]}.md`)) ? link : undefined;
}

/** The slugs of the course, in the order of their numbers. Only folders with a manifest count. */
export function listExercises(root: string): string[] {
  const number = (slug: string) => Number.parseInt(slug.slice(2), 10);
  return readdirSync(join(root, 'exercises'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(root, 'exercises', entry.name, 'exercise.ts')))
    .map((entry) => entry.name)
    .sort((a, b) => number(a) - number(b));
}

/**
 * Finds an exercise by `ex4`, `4`, its slug, or the slug without its number. Throws UNKNOWN_EXERCISE, whose next step is
 * the same `command` with one that there is.
 */
export function findExercise(root: string, word: string, command = 'grade'): ExercisePaths {
  const slugs = listExercises(root);
  const slug = slugs.find((name) => {
    const [number = '', ...rest] = name.split('-');
    return [name, number, number.slice(2), rest.join('-')].includes(word.toLowerCase());
  });
  if (slug) return pathsOf(root, slug);
  throw new LabError(
    'UNKNOWN_EXERCISE',
    `no exercise is called ${JSON.stringify(word)}; there are: ${slugs.join(', ')}`,
    {
      next: `npm run ${command} ${shortName(slugs[0] ?? 'ex1')}`,
    },
  );
}

/** Reads and validates a manifest. Throws BAD_MANIFEST with every problem. */
export async function loadManifest(paths: ExercisePaths): Promise<Exercise> {
  const file = join(paths.starter, 'exercise.ts');
  let module: { default?: unknown };
  try {
    module = (await import(pathToFileURL(file).href)) as { default?: unknown };
  } catch (cause) {
    throw new LabError('BAD_MANIFEST', `the manifest cannot be read: ${messageOf(cause)}`, { where: file, cause });
  }
  const { parseManifest } = await import('./manifest-schema.ts');
  return parseManifest(module.default, file, paths.slug);
}
