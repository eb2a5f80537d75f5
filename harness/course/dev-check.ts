import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describeError } from '../core/errors.ts';
import type { Exercise } from '../sdk/exercise.ts';
import { type ExercisePaths, listExercises, loadManifest, pathsOf } from './course.ts';
import { proofSubjects } from './proof-subjects.ts';

/** Something in the course that does not agree with something else. */
export interface CourseProblem {
  /** Path below the repository. */
  file: string;
  problem: string;
}

/**
 * Reads every exercise and says what does not agree: manifest, README, starter, solution, grader, mutants. Runs
 * nothing: that starter and solution behave as they must is for `prove`. Links into the lecture are the lecture's.
 */
export async function checkCourse(root: string): Promise<CourseProblem[]> {
  const problems: CourseProblem[] = [];
  for (const slug of listExercises(root)) {
    const paths = pathsOf(root, slug);
    const say = (file: string, problem: string) => problems.push({ file: relative(root, file), problem });
    try {
      const exercise = await loadManifest(paths);
      checkFiles(paths, exercise, say);
      checkGrader(paths, exercise, say);
    } catch (error) {
      say(join(paths.starter, 'exercise.ts'), describeError(error).join(': '));
    }
  }
  return problems;
}

type Say = (file: string, problem: string) => void;

function checkFiles(paths: ExercisePaths, exercise: Exercise, say: Say): void {
  const readme = join(paths.starter, 'README.md');
  if (!existsSync(readme)) say(readme, 'is missing');
  for (const [path, { exports }] of Object.entries(exercise.modules)) {
    for (const [folder, wants] of [
      [paths.starter, true],
      [paths.solution, false],
    ] as const) {
      const file = join(folder, path);
      const text = checkText(file, wants, say);
      for (const name of Object.keys(exports)) {
        if (text !== undefined && !new RegExp(`\\bexport\\b[^\\n]*\\b${name}\\b`).test(text))
          say(file, `does not export ${name}`);
      }
    }
  }
  for (const { file } of exercise.written ?? []) {
    for (const [folder, wants] of [
      [paths.starter, true],
      [paths.solution, false],
    ] as const)
      checkText(join(folder, file), wants, say);
  }
  const deadlines = Object.values(exercise.modules).flatMap(({ exports }) => Object.keys(exports));
  const words = existsSync(readme) ? readFileSync(readme, 'utf8') : '';
  for (const name of deadlines) if (!words.includes(`\`${name}(`)) say(readme, `does not say what ${name} is to do`);
  const expected = ['README.md', 'exercise.ts', ...Object.keys(exercise.modules).map((path) => path.split('/')[0])];
  const written = (exercise.written ?? []).map(({ file }) => file);
  const files = [...(exercise.files ?? []), ...written].map((path) => path.split('/')[0]);
  for (const name of readdirSync(paths.starter)) {
    if (![...expected, ...files].includes(name)) say(join(paths.starter, name), 'is no part of the exercise');
  }
}

/** Returns the text of a file of the starter or the solution: the one must mark what is left to do, the other must not. */
function checkText(file: string, wantsTodo: boolean, say: Say): string | undefined {
  const text = existsSync(file) ? readFileSync(file, 'utf8') : undefined;
  if (text === undefined) say(file, 'is missing');
  else if (text.includes('TODO') !== wantsTodo)
    say(file, wantsTodo ? 'has no TODO for the student' : 'has a TODO left');
  return text;
}

/** Ids in the grader are found by their text: `check('id'`. */
function checkGrader(paths: ExercisePaths, exercise: Exercise, say: Say): void {
  const file = join(paths.grader, 'grader.test.ts');
  const mine = exercise.checks.filter(({ written }) => !written).map(({ id }) => id);
  if (!existsSync(file) && mine.length > 0) {
    say(file, 'is missing');
    return;
  }
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
  const graded = [...text.matchAll(/\bcheck(?:<[^(]*>)?\(\s*'([^']+)'/g)].map((match) => match[1] as string);
  const ids = exercise.checks.map(({ id }) => id);
  for (const id of mine) if (!graded.includes(id)) say(file, `has no check ${id}, which the manifest names`);
  for (const id of graded)
    if (!mine.includes(id)) say(file, `has a check ${id}, which the manifest does not name for it`);
  for (const id of new Set(graded.filter((each, at) => graded.indexOf(each) !== at))) say(file, `has two checks ${id}`);
  const caught = proofSubjects(paths, exercise)
    .filter(({ kind }) => kind === 'mutant')
    .flatMap(({ fails }) => fails ?? []);
  for (const id of ids)
    if (!caught.includes(id)) say(join(paths.grader, 'mutants'), `no mutant is to be caught by ${id}`);
}
