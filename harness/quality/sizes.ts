import { isTestCode, isTypeScript, type SourceFileText } from './source-tree.ts';

export const medianLimit = 100;

/** Lengths of the files that people read to understand the course: no tests, no variants or mutants, no manifests. */
export function sourceSizes(files: readonly SourceFileText[]): { path: string; lines: number }[] {
  return files
    .filter(
      ({ path }) =>
        isTypeScript(path) &&
        !isTestCode(path) &&
        !/^graders\/[^/]+\/(mutants|variants)\//.test(path) &&
        !/\/(exercise|grader\.test|hidden\.test)\.ts$/.test(path),
    )
    .map(({ path, text }) => ({ path, lines: text.split('\n').length - 1 }))
    .sort((a, b) => a.lines - b.lines);
}

/** The middle one of sorted lengths; `at` 0.9 gives the length that a tenth of them exceeds. */
export function quantile(sizes: readonly { lines: number }[], at = 0.5): number {
  return sizes[Math.min(sizes.length - 1, Math.floor(sizes.length * at))]?.lines ?? 0;
}
