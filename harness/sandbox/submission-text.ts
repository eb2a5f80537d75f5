import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { StagedSubmission } from './staging.ts';

/** The submission as text: what its files say, and why others were not taken. */
export interface SubmissionText {
  /** Text of a taken file; `undefined` when it is none. */
  read(path: string): string | undefined;
  ignoredBecause(path: string): string | undefined;
  /** Names that `#lab` exports as types only. */
  readonly labTypes: ReadonlySet<string>;
}

export function submissionText({ directory, taken, ignored }: StagedSubmission): SubmissionText {
  const read = (path: string) => readFileSync(join(directory, path), 'utf8');
  return {
    read: (path) => (taken.includes(path) ? read(path) : undefined),
    ignoredBecause: (path) =>
      ignored.find((file) => file.path === path || (file.path.endsWith('/') && path.startsWith(file.path)))?.reason,
    labTypes: typesOf(read('.lab/index.ts')),
  };
}

/** Names in the `export type { … }` statements of a module. */
function typesOf(text: string): Set<string> {
  const statements = text.matchAll(/^export type \{([^}]*)\}/gm);
  return new Set([...statements].flatMap(([, names = '']) => names.match(/\w+/g) ?? []));
}
