import { existsSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { LabError } from '../core/errors.ts';
import { findExercise, listExercises } from '../course/course.ts';
import { type FinishedRun, finishedRuns, readRun } from '../grading/latest-run.ts';
import type { Invocation } from './command.ts';

const next = 'npm run review -- --list';

/** The run that a word names: `latest`, a folder (or the report in it), or an exercise, of which it is the latest. Throws NO_RUN, UNKNOWN_EXERCISE. */
export function runNamed({ cwd, root }: Pick<Invocation, 'cwd' | 'root'>, word: string | undefined): FinishedRun {
  if (word === undefined) throw new LabError('ARGUMENT', 'which run? An exercise, latest, or its folder', { next });
  const runs = join(root, '.runs');
  const path = resolve(cwd, word);
  const run = (() => {
    if (word === 'latest') return newest(listExercises(root).map((slug) => first(finishedRuns(runs, slug))));
    if (existsSync(path) && word.includes('/'))
      return readRun(statSync(path).isDirectory() ? path : dirname(path), next);
    return first(finishedRuns(runs, findExercise(root, word, 'review').slug));
  })();
  if (!run) throw new LabError('NO_RUN', `there is no run that came to its end: ${word}`, { next });
  return run;
}

function newest(runs: readonly (FinishedRun | undefined)[]): FinishedRun | undefined {
  return runs
    .filter((run) => run !== undefined)
    .toSorted((a, b) => a.report.run.startedAt.localeCompare(b.report.run.startedAt))
    .at(-1);
}

function first<T>(values: Iterable<T>): T | undefined {
  for (const value of values) return value;
  return undefined;
}
