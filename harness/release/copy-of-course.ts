import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { listExercises } from '../course/course.ts';
import type { Recipient } from './contents.ts';
import { filesFor } from './course-files.ts';
import { type LockFile, pruneLock } from './lock-file.ts';
import { type PackageJson, packageJsonFor } from './package-json.ts';

/** What a copy of the course consists of: the bytes of each file, by its path below the copy. */
export type CopyFiles = Map<string, Buffer>;

export interface CourseCopy {
  files: CopyFiles;
  /** The version that package.json names. */
  version: string;
  /** Files of the course that go to nobody because no rule says to whom. */
  unclassified: string[];
}

/** The course for somebody, with some of its exercises: what goes to them, and a package.json and lock file for it. */
export function copyOfCourse(recipient: Recipient, root: string, slugs: readonly string[]): CourseCopy {
  const { files: paths, unclassified } = filesFor(recipient, root, slugs);
  const files: CopyFiles = new Map(paths.map((path) => [path, readFileSync(join(root, path))]));
  const manifest = packageJsonFor(recipient, readJson<PackageJson>(join(root, 'package.json')));
  files.set('package.json', json(manifest));
  files.set('package-lock.json', json(pruneLock(readJson<LockFile>(join(root, 'package-lock.json')), manifest)));
  nameWhatIsLeftOut(
    files,
    listExercises(root).filter((slug) => !slugs.includes(slug)),
  );
  return { files, unclassified, version: manifest.version };
}

/** Chapters link to exercises, and the lecture is built all the same where those are not there. */
function nameWhatIsLeftOut(files: CopyFiles, slugs: readonly string[]): void {
  const path = 'lecture/to-be-written.txt';
  const planned = files.get(path);
  if (!planned || slugs.length === 0) return;
  const names = slugs.flatMap((slug) => [slug.split('-')[0], slug]);
  files.set(path, Buffer.from(`${planned}\n# Not in this copy of the course.\n${names.join('\n')}\n`));
}

function readJson<T>(path: string): T {
  return JSON.parse(readFileSync(path, 'utf8')) as T;
}

function json(value: unknown): Buffer {
  return Buffer.from(`${JSON.stringify(value, null, 2)}\n`);
}
