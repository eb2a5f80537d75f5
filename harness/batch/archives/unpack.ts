import { open } from 'node:fs/promises';
import { InvalidArchive } from './invalid-archive.ts';
import { Unpacking } from './unpacking.ts';
import { untar } from './untar.ts';
import { unzip } from './unzip.ts';

/**
 * Unpacks a zip or a tarball, known by its content and not by its name, into an empty directory: folders and plain
 * files, no links, no devices, within limits. Throws InvalidArchive for one that holds anything else that counts.
 */
export async function unpack(archive: string, into: string): Promise<void> {
  const { head, size } = await beginningOf(archive);
  const unpacking = new Unpacking(into, size);
  const startsWith = (...bytes: number[]) => head.subarray(0, bytes.length).equals(Buffer.from(bytes));
  if (size === 0) throw new InvalidArchive('it is empty');
  if (startsWith(0x50, 0x4b)) return await unzip(archive, unpacking);
  if (startsWith(0x1f, 0x8b)) return await untar(archive, unpacking, true);
  // `ustar` stands there in every tarball of the last thirty years.
  if (head.toString('latin1', 257, 262) === 'ustar') return await untar(archive, unpacking, false);
  if (head.length === 512 && head.every((byte) => byte === 0)) return; // a tarball of nothing is its end mark alone
  throw new InvalidArchive('it is neither a zip nor a tarball, whatever its name says');
}

async function beginningOf(path: string): Promise<{ head: Buffer; size: number }> {
  await using file = await open(path);
  const { bytesRead, buffer } = await file.read(Buffer.alloc(512), 0, 512, 0);
  return { head: buffer.subarray(0, bytesRead), size: (await file.stat()).size };
}
