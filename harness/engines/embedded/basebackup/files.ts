import { writeSync } from 'node:fs';
import { BackupError, systemText } from './errors.ts';

/** Runs a file operation; its failure becomes `could not <what> "<path>": <the system's words>`, as in the original. */
export function fileAction<T>(what: string, path: string, action: () => T): T {
  try {
    return action();
  } catch (error) {
    throw new BackupError(`could not ${what} "${path}": ${systemText(error)}`, { cause: error });
  }
}

/** Writes all bytes at the end of an open file; `path` is for the error message. */
export function writeAll(file: number, path: string, bytes: Buffer): void {
  fileAction('write to file', path, () => {
    for (let done = 0; done < bytes.length; ) done += writeSync(file, bytes, done);
  });
}
