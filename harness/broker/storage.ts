import { chmodSync, lstatSync, mkdirSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LabError, messageOf } from '../core/errors.ts';
import { isEnterableByAll } from '../core/reachable.ts';

/** Where the harness keeps things outside the repository. Both are the caller's own, and traversable by every uid. */
export interface Storage {
  /** On disk: journals, copies of installations. Survives a reboot where the temporary directory does. */
  stateDirectory: string;
  /** In memory where there is enough of it: running servers and templates. */
  workDirectory: string;
  /** Whether `workDirectory` is memory-backed. */
  inMemory: boolean;
}

/** Room that one grading takes at most, templates that it makes included, and some to spare, in bytes (measured: 100 MB). */
const neededRoom = 192 * 1024 ** 2;

/** Memory-backed storage with less free room than this is not used, in bytes. */
const enoughRoom = 1024 ** 3;

/**
 * Chooses and makes both directories. `LAB_STATE_DIR` and `LAB_WORK_DIR` name them; otherwise they are
 * `replication-lab-UID` below the temporary directory and below /dev/shm. Throws NO_STORAGE.
 */
export function openStorage(env: NodeJS.ProcessEnv): Storage {
  const name = `replication-lab-${process.getuid?.() ?? 'user'}`;
  const stateDirectory = env.LAB_STATE_DIR ?? join(tmpdir(), name);
  const inMemory = env.LAB_WORK_DIR === undefined && hasRoom('/dev/shm');
  const workDirectory = env.LAB_WORK_DIR ?? (inMemory ? join('/dev/shm', name) : join(stateDirectory, 'work'));
  for (const path of [stateDirectory, workDirectory]) makeOwnDirectory(path);
  mkdirSync(join(workDirectory, 'runs'), { recursive: true, mode: 0o711 });
  return { stateDirectory, workDirectory, inMemory };
}

/** The bytes that are free where servers run. Throws NO_STORAGE when a grading does not fit: it would fail midway. */
export function requireRoom({ workDirectory }: Storage): number {
  const free = freeRoom(workDirectory);
  if (free >= neededRoom) return free;
  const mebibytes = (bytes: number) => `${Math.floor(bytes / 1024 ** 2)} MiB`;
  throw new LabError('NO_STORAGE', `${mebibytes(free)} are free, and a grading needs ${mebibytes(neededRoom)}`, {
    where: workDirectory,
    next: 'npm run clean -- --cache, or set LAB_WORK_DIR to a directory with more room',
  });
}

export function runsFolder(storage: Storage): string {
  return join(storage.workDirectory, 'runs');
}

function hasRoom(path: string): boolean {
  try {
    return freeRoom(path) >= enoughRoom;
  } catch {
    return false;
  }
}

function freeRoom(path: string): number {
  const { bavail, bsize } = statfsSync(path);
  return bavail * bsize;
}

/** In a directory that everybody may write to, a name of ours may have been made by somebody else, or be a link. */
function makeOwnDirectory(path: string): void {
  try {
    mkdirSync(path, { recursive: true, mode: 0o711 });
    const found = lstatSync(path);
    if (!found.isDirectory() || (process.getuid && found.uid !== process.getuid())) {
      throw new Error(`${path} is not a directory of this user`);
    }
    chmodSync(path, 0o711);
    if (process.getuid?.() === 0 && !isEnterableByAll(path)) {
      throw new Error('a directory above it is closed to other users, and servers do not run as root');
    }
  } catch (cause) {
    throw new LabError('NO_STORAGE', `cannot use ${path}: ${messageOf(cause)}`, {
      where: path,
      next: 'remove it, or set LAB_STATE_DIR and LAB_WORK_DIR to directories of your own',
      cause,
    });
  }
}
