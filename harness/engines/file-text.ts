import { LabError } from '../core/errors.ts';
import type { RunResult } from './engine.ts';

/** Bytes of a file that may be read at once. */
export const readLimit = 256 * 1024;

/**
 * The text that `head -c` has read of a file, asked for a byte more than may be read. Throws REFUSED for a file that is
 * not there, not to be read, or too long: that is the matter of whoever asked. Any other end is that of the reading
 * itself, of which nothing follows about the file.
 */
export function fileText({ exitCode, stderr, stdout }: RunResult, path: string, machine: string): string {
  if (exitCode === 1) throw new LabError('REFUSED', `cannot read ${path}: ${stderr.trim()}`, { where: machine });
  if (exitCode !== 0)
    throw new Error(`reading ${path} on ${machine} ended with exit code ${exitCode}: ${stderr.trim()}`);
  if (Buffer.byteLength(stdout) <= readLimit) return stdout;
  const next = 'use node.$ with head or tail';
  throw new LabError('REFUSED', `${path} is larger than ${readLimit} bytes`, { where: machine, next });
}
