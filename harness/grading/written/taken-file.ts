import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { StagedSubmission } from '../../sandbox/staging.ts';

/** The content of a file of a submission; undefined when it was not taken, or is not there. */
export function takenFile({ directory, taken }: StagedSubmission, file: string): Buffer | undefined {
  return taken.includes(file) ? readFileSync(join(directory, file)) : undefined;
}
