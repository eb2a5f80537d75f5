import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { BatchLine, GradingName } from './journal/batch-lines.ts';
import { feedbackFile } from './submissions/student-name.ts';

/** Removes evidence of gradings of this answer that a killed or interrupted batch has begun: the journal names the others. */
export function removeUnknownEvidence(
  folder: string,
  { exercise, student }: GradingName,
  lines: readonly BatchLine[],
): void {
  // The page is of the last grade that there was, as the gradebook is, until both are written again.
  const known = new Set([join(student, exercise, feedbackFile), ...lines.map(evidenceOf)]);
  for (const name of namesIn(join(folder, student, exercise))) {
    const path = join(student, exercise, name);
    if (!known.has(path)) rmSync(join(folder, path), { recursive: true, force: true });
  }
}

function evidenceOf(line: BatchLine): string | undefined {
  if (line.kind === 'finished') return line.result.evidence;
  return line.kind === 'errored' ? line.evidence : undefined;
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return []; // it was never graded
  }
}
