import { existsSync, statSync } from 'node:fs';
import { isAbsolute, resolve } from 'node:path';
import { LabError } from '../core/errors.ts';
import type { ExercisePaths } from '../course/course.ts';
import type { Invocation } from './command.ts';

/** A folder named on the command line is taken from where the user stands. Throws ARGUMENT, BAD_SUBMISSION. */
export function submissionOf({ words, options, cwd }: Invocation, paths: ExercisePaths): string {
  const folder = words[1];
  if (folder !== undefined && options.solution) {
    throw new LabError('ARGUMENT', '--solution and a folder were both given', { next: 'leave one out' });
  }
  if (options.solution) {
    if (existsSync(paths.solution)) return paths.solution;
    throw new LabError('BAD_SUBMISSION', 'this copy of the course has no solutions', { next: 'leave out --solution' });
  }
  if (folder === undefined) return paths.starter;
  const path = isAbsolute(folder) ? folder : resolve(cwd, folder);
  if (!existsSync(path) || !statSync(path).isDirectory()) {
    throw new LabError('BAD_SUBMISSION', `there is no folder ${folder}`, {
      where: path,
      next: 'npm run grade -- --help',
    });
  }
  return path;
}
