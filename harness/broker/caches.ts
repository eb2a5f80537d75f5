import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { readJournals } from './journal.ts';
import type { Storage } from './storage.ts';

/**
 * Removes templates and copies of programs, unless a run lives that may use them. Returns how many entries went,
 * undefined when a run lives.
 */
export function removeCaches(storage: Storage): number | undefined {
  if (readJournals(storage.stateDirectory).length > 0) return undefined;
  const templates = join(storage.workDirectory, 'templates');
  const copies = readdirSync(storage.stateDirectory).filter((name) =>
    /^(postgres|tools|node|student-packages)/.test(name),
  );
  const doomed = [...copies.map((name) => join(storage.stateDirectory, name)), ...entriesOf(templates)];
  for (const path of doomed) rmSync(path, { recursive: true, force: true });
  return doomed.length;
}

function entriesOf(folder: string): string[] {
  try {
    return readdirSync(folder).map((name) => join(folder, name));
  } catch {
    return [];
  }
}
