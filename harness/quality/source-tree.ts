import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** One file of the course: its path relative to the repository, with `/`, and its text. */
export interface SourceFileText {
  path: string;
  text: string;
}

export const repository: string = join(import.meta.dirname, '..', '..');

const folders = ['harness', 'exercises', 'solutions', 'graders', 'lecture'];
const textual = /\.(ts|mts|js|mjs|json|md|sh|html|css|ya?ml)$/;

/** The text files of the source folders. Reads the disk, not the index: what is not committed yet counts too. */
export function readSourceTree(root: string = repository): SourceFileText[] {
  return folders.flatMap((folder) => {
    const entries = readdirSync(join(root, folder), { recursive: true, withFileTypes: true });
    return entries
      .filter((entry) => entry.isFile() && textual.test(entry.name))
      .map((entry) => join(entry.parentPath, entry.name))
      .filter((path) => !path.includes('/node_modules/') && !path.startsWith(join(root, 'lecture', 'site/')))
      .map((path) => ({ path: path.slice(root.length + 1), text: readFileSync(path, 'utf8') }))
      .sort((a, b) => a.path.localeCompare(b.path));
  });
}

export function isTypeScript(path: string): boolean {
  return /\.m?ts$/.test(path);
}

/**
 * Tests and what only tests use: they may start what the folder under test is handed by others. Graders are not
 * tests of ours: they are the product.
 */
export function isTestCode(path: string): boolean {
  if (!path.startsWith('harness/')) return false;
  return /\.test\.ts$|^harness\/vitest\.config\.ts$|-contract\.ts$|\/open-for-test\.ts$|\/testing\.ts$|\/(testing|fixtures|broken)\//.test(
    path,
  );
}

/** Planted wrong answers break rules on purpose. */
export function isMutant(path: string): boolean {
  return /^graders\/[^/]+\/mutants\//.test(path);
}

/** The root of the student-like program that the file belongs to: a starter, a solution, a variant or a mutant. */
export function submissionOf(path: string): string | undefined {
  return /^(?:exercises|solutions)\/[^/]+\/|^graders\/[^/]+\/(?:mutants|variants)\/[^/]+\//.exec(path)?.[0];
}

/** The file of the solution that a file of a variant or a mutant lies over, whether there is one or not. */
export function overlaid(path: string): string | undefined {
  const [, exercise, file] = /^graders\/([^/]+)\/(?:mutants|variants)\/[^/]+\/(.+)$/.exec(path) ?? [];
  return file && `solutions/${exercise}/${file}`;
}
