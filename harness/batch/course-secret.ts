import { createHmac, randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { LabError, messageOf } from '../core/errors.ts';
import { batchFiles } from './submissions/student-name.ts';

/**
 * What seeds are derived from, so that nobody can guess a grading's data: `LAB_COURSE_SECRET`, or else a file in the
 * folder of results, made at its first batch. Throws NO_STORAGE.
 */
export function courseSecret(given: string | undefined, folder: string): string {
  if (given) return given;
  const file = join(folder, batchFiles.secret);
  try {
    const kept = readIfThere(file);
    if (kept) return kept;
    const made = randomBytes(32).toString('hex');
    writeFileSync(file, `${made}\n`, { mode: 0o600 });
    return made;
  } catch (cause) {
    throw new LabError('NO_STORAGE', `the secret of the course cannot be kept: ${messageOf(cause)}`, {
      where: file,
      next: 'make it writable, or set LAB_COURSE_SECRET',
      cause,
    });
  }
}

/** The same for the same files at every regrade; sixteen digits, as `--seed` takes them. */
export function seedFor(secret: string, exercise: string, submission: string): string {
  return createHmac('sha256', secret).update(`${exercise}\0${submission}`).digest('hex').slice(0, 16);
}

/** The same for the same secret, which it does not tell: by it one sees that seeds have changed with the secret. */
export function secretMark(secret: string): string {
  return seedFor(secret, '', '');
}

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
