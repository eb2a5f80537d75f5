import { createHash } from 'node:crypto';
import { rmSync, writeFileSync } from 'node:fs';
import { LabError } from '../../core/errors.ts';
import { makeTar } from '../archives/make-tar.ts';
import { Unpacking } from '../archives/unpacking.ts';
import { untar } from '../archives/untar.ts';

/** Files on their way to another machine. */
export interface Parcel {
  /** A tarball, not compressed: the database does that. */
  bytes: Buffer;
  /** SHA-256. */
  digest: string;
}

/** Paths are relative, with `/`. */
export interface ParcelFile {
  path: string;
  content: Buffer;
}

export async function packParcel(files: readonly ParcelFile[]): Promise<Parcel> {
  const bytes = await makeTar(files.map(({ path, content }) => ({ name: path, content })));
  return { bytes, digest: digestOf(bytes) };
}

/** Into an empty directory, as safely as what students hand in. Throws GRADER for a parcel that was damaged on its way. */
export async function unpackParcel({ bytes, digest }: Parcel, into: string): Promise<void> {
  if (digestOf(bytes) !== digest)
    throw new LabError('GRADER', 'what came from the queue is not what was put into it', { next: 'run it again' });
  const archive = `${into}.tar`;
  writeFileSync(archive, bytes, { mode: 0o600 });
  try {
    await untar(archive, new Unpacking(into, bytes.length), false);
  } finally {
    rmSync(archive, { force: true });
  }
}

function digestOf(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}
