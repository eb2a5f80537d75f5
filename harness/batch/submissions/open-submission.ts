import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Broker } from '../../broker/broker.ts';
import { unpack } from '../archives/unpack.ts';
import type { HandedIn } from './handed-in.ts';

/** The files of a submission, for as long as it is held. */
export interface OpenSubmission extends AsyncDisposable {
  folder: string;
}

/**
 * A folder as it lies there; an archive unpacked into a directory of the run, which goes when this is disposed of, or
 * with the run. Throws InvalidArchive.
 */
export async function openSubmission({ kind, path }: HandedIn, broker: Broker): Promise<OpenSubmission> {
  if (kind === 'folder') return { folder: path, [Symbol.asyncDispose]: async () => undefined };
  const folder = await broker.makeDirectory(join('handed-in', randomBytes(6).toString('hex')));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  try {
    await unpack(path, folder);
  } catch (error) {
    remove();
    throw error;
  }
  return { folder, [Symbol.asyncDispose]: async () => remove() };
}
