import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { LabError, messageOf } from '../core/errors.ts';
import type { Exercise } from '../sdk/exercise.ts';
import type { Finding } from './finding.ts';
import { type IgnoredFile, listSubmission } from './taken-files.ts';

/** What a submission may hold. */
const maxFiles = 200;
const maxBytes = 2 * 1024 * 1024;

/** The files of a submission that an exercise asks for, up to what it may hold. */
export interface TakenFiles {
  /** Sorted by their paths, which are relative. */
  files: { path: string; content: Buffer }[];
  ignored: IgnoredFile[];
  /** What is wrong with the submission as a whole. */
  findings: Finding[];
  /** Of the names and contents of the files, and of nothing else: the same wherever they lie. */
  hash: string;
}

/** Reads them; at most 2 MiB. Throws BAD_SUBMISSION when the source cannot be read. */
export async function readTaken(source: string, exercise: Exercise): Promise<TakenFiles> {
  const { taken, ignored } = await readable(source, listSubmission(source, exercise));
  const findings: Finding[] = [];
  if (taken.length > maxFiles) findings.push(tooMuch(`${taken.length} files: at most ${maxFiles} are taken`));
  const hash = createHash('sha256');
  const files: TakenFiles['files'] = [];
  let bytes = 0;
  for (const path of taken.slice(0, maxFiles)) {
    const content = await readable(source, readRegular(join(source, path), maxBytes - bytes));
    if (!content) {
      findings.push(tooMuch(`more than ${maxBytes / 1024 / 1024} MiB`));
      break;
    }
    bytes += content.length;
    hash.update(`${path.length}:${path}${content.length}:`).update(content);
    files.push({ path, content });
  }
  return { files, ignored, findings, hash: hash.digest('hex') };
}

/**
 * The same files for a copy that is judged as the submission itself. What lies beyond what it may hold is there by name
 * alone, and the file that is too much is as long as it takes to be so. Throws BAD_SUBMISSION.
 */
export async function readForCopy(source: string, exercise: Exercise): Promise<Pick<TakenFiles, 'files' | 'ignored'>> {
  const { taken, ignored } = await readable(source, listSubmission(source, exercise));
  const files: TakenFiles['files'] = [];
  let left = maxBytes;
  for (const [at, path] of taken.entries()) {
    const wanted = at < maxFiles && left >= 0;
    const found = wanted ? await readable(source, readRegular(join(source, path), left)) : Buffer.alloc(0);
    const content = found ?? Buffer.alloc(left + 1);
    if (wanted) left -= content.length;
    files.push({ path, content });
  }
  return { files, ignored };
}

async function readable<T>(where: string, reading: Promise<T>): Promise<T> {
  try {
    return await reading;
  } catch (cause) {
    throw new LabError('BAD_SUBMISSION', `the submission cannot be read: ${messageOf(cause)}`, { where, cause });
  }
}

function tooMuch(message: string): Finding {
  return { path: '.', message: `the submission holds ${message}` };
}

/** `undefined` when it is longer than `limit` bytes. */
async function readRegular(path: string, limit: number): Promise<Buffer | undefined> {
  // the file may have become a link or a pipe since it was listed
  await using file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  const { size } = await file.stat();
  if (size > limit) return undefined;
  const content = Buffer.alloc(size);
  const { bytesRead } = await file.read(content, 0, size, 0);
  return content.subarray(0, bytesRead);
}
