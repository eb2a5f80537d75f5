import { closeSync, fsyncSync, ftruncateSync, openSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { ProcessIdentity } from '../../broker/journal.ts';
import { LabError, messageOf } from '../../core/errors.ts';
import { isAlive, startOf } from '../../core/processes.ts';
import { batchFiles } from '../submissions/student-name.ts';
import type { BatchLine, Untimed } from './batch-lines.ts';
import { readLines } from './read-lines.ts';

/**
 * The one truth about a batch: which gradings have finished, and with what. Lines are only added, and each is on the
 * disk when `write` returns, so whatever happens to this process, the next one goes on where the journal ends.
 */
export class BatchJournal implements Disposable {
  readonly #file: string;
  readonly #handle: number;
  readonly #lines: BatchLine[];
  #broken: unknown;

  /** Begins a session in the folder of results. Throws NO_RUN for a damaged journal, REFUSED while another session runs. */
  constructor(folder: string) {
    this.#file = join(folder, batchFiles.journal);
    const { lines, torn, whole } = readLines(this.#file);
    refuseWhileLive(lines, this.#file);
    this.#lines = lines;
    try {
      this.#handle = openSync(this.#file, 'a', 0o600);
      if (torn) ftruncateSync(this.#handle, whole);
      syncFolder(dirname(this.#file)); // its name is to survive as well
    } catch (cause) {
      throw this.#lost(cause);
    }
    this.write({ kind: 'batch', version: 1, owner: { pid: process.pid, start: startOf(process.pid) ?? 'unknown' } });
    // Of two that began at once, the one whose line came second gives way.
    refuseWhileLive(readLines(this.#file).lines, this.#file);
  }

  /** Everything that was written, by earlier sessions too, oldest first. */
  get lines(): readonly BatchLine[] {
    return this.#lines;
  }

  /** Throws NO_STORAGE; after that nothing more can be written. */
  write(...lines: Untimed<BatchLine>[]): void {
    if (this.#broken) throw this.#broken;
    const at = new Date().toISOString();
    const timed = lines.map((line) => ({ ...line, at }) as BatchLine);
    try {
      const bytes = Buffer.from(timed.map((line) => `${JSON.stringify(line)}\n`).join(''));
      for (let written = 0; written < bytes.length; ) written += writeSync(this.#handle, bytes, written);
      fsyncSync(this.#handle);
    } catch (cause) {
      this.#broken = this.#lost(cause);
      throw this.#broken;
    }
    this.#lines.push(...timed);
  }

  [Symbol.dispose](): void {
    closeSync(this.#handle);
  }

  #lost(cause: unknown): LabError {
    return new LabError('NO_STORAGE', `the journal cannot be written: ${messageOf(cause)}`, {
      where: this.#file,
      next: 'make room or make it writable, then run the same command: what is finished stays',
      cause,
    });
  }
}

function refuseWhileLive(lines: readonly BatchLine[], where: string): void {
  const other = liveOwners(lines).find(({ pid }) => pid !== process.pid);
  if (!other) return;
  throw new LabError('REFUSED', `another batch is writing there (process ${other.pid})`, {
    where,
    next: 'wait for it to end, or give another folder with --out',
  });
}

/** Who began a session before this process did, has not ended it, and is alive. */
function liveOwners(lines: readonly BatchLine[]): ProcessIdentity[] {
  let open: ProcessIdentity[] = [];
  for (const line of lines) {
    if (line.kind === 'batch' && line.owner.pid === process.pid && isAlive(line.owner)) return open.filter(isAlive);
    if (line.kind === 'batch') open.push(line.owner);
    if (line.kind === 'ended') open = [];
  }
  return open.filter(isAlive);
}

function syncFolder(folder: string): void {
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
