import { type Dirent, existsSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { shortName } from '../../course/course.ts';
import type { Exercise } from '../../sdk/exercise.ts';
import { InvalidArchive, quoted } from '../archives/invalid-archive.ts';

/** How deep a folder with an answer may lie, and how many folders are looked into. */
const deepest = 5;
const most = 2000;

/** Never an answer: what is hidden, packages, and what a clone of the course has besides the student's files. */
const notLookedInto = /^(\.|node_modules$|__MACOSX$|solutions$|graders$|harness$|lecture$)/;

/** The folder within a submission that answers an exercise; `.`: the submission itself. */
export interface Answer {
  exercise: Exercise;
  inside: string;
}

/**
 * The answer to one exercise: the folder named after it (in a clone of the course the one below `exercises/`), or the
 * one folder that holds its modules, or else the whole submission. Throws InvalidArchive where it is not one folder.
 */
export function findAnswer(folder: string, exercise: Exercise): Answer {
  const folders = foldersOf(folder);
  const named = foldersNamed(folders, exercise);
  if (named.length > 0) return { exercise, inside: only(named, exercise) };
  const modules = Object.keys(exercise.modules);
  const holding = folders.filter((inside) => modules.some((path) => existsSync(join(folder, inside, path))));
  if (holding.includes('.')) return { exercise, inside: '.' };
  return { exercise, inside: holding.length === 0 ? '.' : only(holding, exercise) };
}

/** The answers to all exercises for which there is a folder of that name. Throws InvalidArchive as `findAnswer`, or without any. */
export function findAnswers(folder: string, exercises: readonly Exercise[]): Answer[] {
  const folders = foldersOf(folder);
  const answers = exercises.flatMap((exercise) => {
    const named = foldersNamed(folders, exercise);
    return named.length === 0 ? [] : [{ exercise, inside: only(named, exercise) }];
  });
  if (answers.length > 0) return answers;
  const [first] = exercises;
  throw new InvalidArchive(
    `it holds no folder of an exercise, as ${first?.slug ?? 'ex1'}; or is it for one: --exercise?`,
  );
}

/** `ex4-data-loss` or `ex4`; of several those in a folder `exercises`. */
function foldersNamed(folders: readonly string[], { slug }: Exercise): string[] {
  const named = folders.filter((inside) => [slug, shortName(slug)].includes(basename(inside).toLowerCase()));
  const outermost = named.filter((inside) => !named.some((other) => inside.startsWith(`${other}/`)));
  const cloned = outermost.filter((inside) => inside.split('/').at(-2) === 'exercises');
  return cloned.length > 0 ? cloned : outermost;
}

function only(folders: readonly string[], { slug }: Exercise): string {
  const [first = '.', second] = folders;
  if (second === undefined) return first;
  throw new InvalidArchive(`it holds ${slug} more than once: ${quoted(first)} and ${quoted(second)}`);
}

/** Relative paths of all folders, `.` first; the nearer before the deeper. Follows no link. */
function foldersOf(root: string): string[] {
  const found = ['.'];
  for (let at = 0; at < found.length && found.length < most; at += 1) {
    const inside = found[at] as string;
    if (inside.split('/').length >= deepest) continue;
    const folders = entriesOf(join(root, inside)).filter((entry) => entry.isDirectory());
    for (const { name } of folders)
      if (!notLookedInto.test(name)) found.push(inside === '.' ? name : `${inside}/${name}`);
  }
  return found;
}

/** One that cannot be read holds nothing; staging says so where it matters. */
function entriesOf(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch {
    return [];
  }
}
