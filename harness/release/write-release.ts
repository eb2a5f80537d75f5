import { lstatSync, mkdirSync, readdirSync, readFileSync, rmdirSync, rmSync, type Stats, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { LabError } from '../core/errors.ts';
import { hashOf, type ReleaseRecord, readReleaseRecord, releaseRecordFile } from '../course/release-record.ts';
import type { CopyFiles } from './copy-of-course.ts';

/** Paths below the folder, in order. */
export interface WrittenRelease {
  written: string[];
  removed: string[];
  /** Files of an exercise that its student has changed. */
  kept: string[];
}

/**
 * Writes a student's repository into a folder that is empty (a `.git` may be there), or over an earlier release: then it
 * replaces and removes files that the earlier one wrote, except those of exercises that their student has changed, and
 * touches no other. Throws ARGUMENT, before anything is written, where that cannot be.
 */
export function writeRelease(files: CopyFiles, folder: string): WrittenRelease {
  const earlier = earlierIn(folder);
  const [toWrite, kept, inTheWay]: [string[], string[], string[]] = [[], [], []];
  for (const [path, bytes] of [...files].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const there = contentOf(folder, path);
    if (there === 'foreign') inTheWay.push(path);
    else if (there === undefined) toWrite.push(path);
    else if (there.equals(bytes)) continue;
    else if (path !== releaseRecordFile && !Object.hasOwn(earlier, path)) inTheWay.push(path);
    else if (isChanged(path, there, earlier)) kept.push(path);
    else toWrite.push(path);
  }
  const gone = Object.keys(earlier).filter((path) => !files.has(path));
  const removed = gone.filter((path) => {
    const there = contentOf(folder, path);
    if (there === undefined || there === 'foreign') return false;
    const changed = isChanged(path, there, earlier);
    if (changed) kept.push(path);
    return !changed;
  });
  if (inTheWay.length > 0)
    throw new LabError('ARGUMENT', `these files are not of an earlier release, and in the way: ${few(inTheWay)}`, {
      where: folder,
      next: 'move them away, or choose an empty folder',
    });
  for (const path of removed) remove(folder, path);
  for (const path of inOrder(toWrite)) write(join(folder, path), files.get(path) as Buffer);
  return { written: toWrite, removed, kept: kept.sort() };
}

/** At most five names. */
export function few(names: readonly string[]): string {
  const more = names.length > 5 ? `, and ${names.length - 5} more` : '';
  return `${names.slice(0, 5).join(', ')}${more}`;
}

function earlierIn(folder: string): ReleaseRecord['files'] {
  const names = lstatSync(folder, { throwIfNoEntry: false }) ? readdirSync(folder) : [];
  if (names.every((name) => name === '.git')) return {};
  const record = readReleaseRecord(folder);
  if (record) return record.files;
  throw new LabError('ARGUMENT', `the folder is not empty, and holds no earlier release (no ${releaseRecordFile})`, {
    where: folder,
    next: 'choose an empty folder',
  });
}

/** A starter file, or one that is written: a student is to change it. The task and the manifest are the course's. */
function isChanged(path: string, there: Buffer, earlier: ReleaseRecord['files']): boolean {
  const students = /^exercises\/[^/]+\/(?!(?:README\.md|exercise\.ts)$)/.test(path);
  return students && hashOf(there) !== earlier[path];
}

/** `foreign`: a folder or a link is there, or the way to it leads through a link or a file. */
function contentOf(folder: string, path: string): Buffer | 'foreign' | undefined {
  const parts = path.split('/');
  for (const [at] of parts.entries()) {
    const found: Stats | undefined = lstatSync(join(folder, ...parts.slice(0, at + 1)), { throwIfNoEntry: false });
    if (!found) return undefined;
    const last = at === parts.length - 1;
    if (last ? !found.isFile() : !found.isDirectory()) return 'foreign';
  }
  return readFileSync(join(folder, path));
}

function remove(folder: string, path: string): void {
  rmSync(join(folder, path));
  for (let at = dirname(path); at !== '.' && readdirSync(join(folder, at)).length === 0; at = dirname(at))
    rmdirSync(join(folder, at));
}

/** The record is last: as long as it is not there, the earlier one holds, and the same command goes on. */
function inOrder(paths: readonly string[]): string[] {
  const record = paths.filter((path) => path === releaseRecordFile);
  return [...paths.filter((path) => path !== releaseRecordFile), ...record];
}

function write(path: string, bytes: Buffer): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, bytes);
}
