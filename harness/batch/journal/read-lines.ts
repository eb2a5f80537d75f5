import { readFileSync } from 'node:fs';
import { LabError, messageOf } from '../../core/errors.ts';
import type { BatchLine } from './batch-lines.ts';

/** A journal as it was found. */
export interface FoundLines {
  lines: BatchLine[];
  /** Bytes up to the end of the last whole line: what comes after was being written when its writer died. */
  whole: number;
  /** Whether something does. */
  torn: boolean;
}

/**
 * Reads a journal; a missing one is empty. A torn last line is left out. Throws NO_RUN for one that is damaged
 * elsewhere, or was written by a later version: what is finished would not be known.
 */
export function readLines(file: string): FoundLines {
  const bytes = readBytes(file);
  const whole = bytes.lastIndexOf(0x0a) + 1;
  const texts = bytes.subarray(0, whole).toString('utf8').split('\n').slice(0, -1);
  return { whole, torn: whole < bytes.length, lines: texts.map((text, at) => parse(text, `${file}:${at + 1}`)) };
}

function readBytes(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return Buffer.alloc(0);
    throw new LabError('NO_RUN', `the journal cannot be read: ${messageOf(cause)}`, { where: file, next, cause });
  }
}

const next = 'give another folder with --out, or restore the journal';

function parse(text: string, where: string): BatchLine {
  let line: unknown;
  try {
    line = JSON.parse(text);
  } catch (cause) {
    throw new LabError('NO_RUN', 'a line of the journal is damaged', { where, next, cause });
  }
  if (typeof line !== 'object' || line === null || !('kind' in line) || typeof line.kind !== 'string')
    throw new LabError('NO_RUN', 'a line of the journal is damaged', { where, next });
  if (line.kind === 'batch' && (!('version' in line) || line.version !== 1))
    throw new LabError('NO_RUN', 'the journal was written by another version', { where, next });
  return line as BatchLine;
}
