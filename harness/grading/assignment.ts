import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { LabError } from '../core/errors.ts';
import { waitUntil } from '../core/wait-until.ts';
import type { Assignment } from './worker-input.ts';

/** Milliseconds between two looks of a worker that waits. */
const interval = 10;

/** Hands a worker its work; `undefined`: there is none for it, now or later. Whole or not at all. */
export function assign(file: string, assignment: Assignment | undefined): void {
  if (existsSync(file)) return; // the first word holds
  writeFileSync(`${file}.draft`, JSON.stringify(assignment ?? null), { mode: 0o600 });
  renameSync(`${file}.draft`, file);
}

/** Waits for as long as it takes. Throws INTERRUPTED when no work will come. */
export async function assignmentIn(file: string): Promise<Assignment> {
  await waitUntil('something to grade', () => existsSync(file), { timeout: Number.POSITIVE_INFINITY, interval });
  const assignment = JSON.parse(readFileSync(file, 'utf8')) as Assignment | null;
  if (assignment === null) throw new LabError('INTERRUPTED', 'there is nothing to grade');
  return assignment;
}
