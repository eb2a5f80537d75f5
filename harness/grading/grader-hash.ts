import { hashFiles } from '../core/hash-files.ts';
import type { ExercisePaths } from '../course/course.ts';

/** Of a grader and its exercise's manifest; neither of what proves it and has proven it nor of what students are given. */
export function graderHash({ grader, starter }: ExercisePaths): string {
  return hashFiles([grader, starter], (path) => !/^((mutants|variants|proven)\/|src\/|README)/.test(path));
}
