import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { BackupError, systemText } from './errors.ts';
import { fileAction } from './files.ts';

/** The directory that the backup goes into, and how to take back what was put there. */
export interface TargetDirectory {
  path: string;
  /** Removes the directory, or its contents where it was there before. Synchronous, so that a signal may call it. */
  remove(say: (message: string) => void): void;
}

/** Makes sure of an empty directory, creating it with mode 0700 where it is missing. Throws in the original's words. */
export function claimDirectory(path: string): TargetDirectory {
  const entries = listDirectory(path);
  if (entries && entries.length > 0) throw new BackupError(`directory "${path}" exists but is not empty`);
  if (!entries) fileAction('create directory', path, () => makeDirectory(path));
  return { path, remove: entries ? (say) => removeContents(path, say) : (say) => removeDirectory(path, say) };
}

function listDirectory(path: string): string[] | undefined {
  try {
    return readdirSync(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new BackupError(`could not access directory "${path}": ${systemText(error)}`, { cause: error });
  }
}

/** Not with `recursive`: Node never returns where a parent exists and still refuses with ENOENT, as /proc does. */
function makeDirectory(path: string): void {
  const parent = dirname(path);
  if (parent !== path && !existsSync(parent)) makeDirectory(parent);
  mkdirSync(path, { mode: 0o700 });
}

function removeDirectory(path: string, say: (message: string) => void): void {
  say(`removing data directory "${path}"`);
  try {
    rmSync(path, { recursive: true, force: true });
  } catch (error) {
    say(`error: failed to remove data directory: ${systemText(error)}`);
  }
}

function removeContents(path: string, say: (message: string) => void): void {
  say(`removing contents of data directory "${path}"`);
  try {
    for (const entry of readdirSync(path)) rmSync(join(path, entry), { recursive: true, force: true });
  } catch (error) {
    say(`error: failed to remove contents of data directory: ${systemText(error)}`);
  }
}
