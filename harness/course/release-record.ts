import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { z } from 'zod';
import { LabError, messageOf } from '../core/errors.ts';
import { listExercises } from './course.ts';

/** What a copy of the course for students says of itself, in this file of its top folder. */
export const releaseRecordFile = '.release.json';

/** Inside of the copy, and written as a release writes it: nothing that leads elsewhere. */
const path = z.string().refine((text) => text.split('/').every((part) => !['', '.', '..'].includes(part)), {
  message: 'a path below the copy',
});

const record = z.strictObject({
  format: z.literal(1),
  /** The version of the course. */
  course: z.string(),
  exercises: z.array(z.string()),
  /** By path, the hash of what was written. */
  files: z.record(path, z.string()),
});

export type ReleaseRecord = z.infer<typeof record>;

/** Undefined where the folder is no copy of the course for students. Throws ARGUMENT for a record that cannot be read. */
export function readReleaseRecord(folder: string): ReleaseRecord | undefined {
  const file = join(folder, releaseRecordFile);
  if (!existsSync(file)) return undefined;
  try {
    return record.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (cause) {
    throw new LabError('ARGUMENT', `the record of a release cannot be read: ${messageOf(cause)}`, {
      where: file,
      next: 'take it back from git, or choose another folder',
      cause,
    });
  }
}

/**
 * The exercises in which a student has changed, added or removed a file since they were handed out. Throws ARGUMENT
 * where nothing tells what was handed out.
 */
export function begunExercises(root: string): string[] {
  const released = readReleaseRecord(root);
  if (!released)
    throw new LabError('ARGUMENT', 'only a copy of the course for students knows what has been begun', {
      where: join(root, releaseRecordFile),
      next: 'npm run grade all',
    });
  return listExercises(root).filter((slug) => {
    const folder = join('exercises', slug);
    const given = Object.entries(released.files).filter(([file]) => file.startsWith(`${folder}/`));
    const there = filesBelow(join(root, folder)).map((file) => join(folder, file));
    return (
      there.length !== given.length ||
      given.some(([file, hash]) => !there.includes(file) || hashOf(readFileSync(join(root, file))) !== hash)
    );
  });
}

export function hashOf(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function filesBelow(folder: string): string[] {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .filter((file) => !file.includes('node_modules'));
}
