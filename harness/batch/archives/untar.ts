import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { type Extract, extract } from 'tar-stream';
import { messageOf } from '../../core/errors.ts';
import { InvalidArchive } from './invalid-archive.ts';
import type { Unpacking } from './unpacking.ts';

type Entry = Extract extends AsyncIterable<infer Each> ? Each : never;

/** Throws InvalidArchive for a tarball that cannot be read. */
export async function untar(path: string, into: Unpacking, gzipped: boolean): Promise<void> {
  const archive = extract();
  const feeding = feed(path, archive, into, gzipped);
  try {
    for await (const entry of archive) await unpackEntry(entry, into);
  } catch (error) {
    archive.destroy();
    throw ours(error) ? error : new InvalidArchive(`the tarball cannot be unpacked: ${messageOf(error)}`, error);
  } finally {
    await feeding; // its error is the archive's
  }
}

async function unpackEntry(entry: Entry, into: Unpacking): Promise<void> {
  const { linkname, name, type } = entry.header;
  const path = into.next(name);
  if (path !== undefined) {
    if (type === 'directory') await into.folder(path);
    if (type === 'file' || type === 'contiguous-file')
      return await into.file(path, entry as unknown as AsyncIterable<Buffer>);
    if (type === 'symlink') into.link(path, linkname ?? '');
    // The target of a hard link is a path from the top.
    if (type === 'link') into.link('', linkname ?? '');
  }
  entry.resume();
}

/** Never rejects: what goes wrong reaches who reads the entries. */
async function feed(path: string, archive: Extract, into: Unpacking, gzipped: boolean): Promise<void> {
  let wake = () => {};
  for (const event of ['drain', 'close'] as const) archive.on(event, () => wake());
  const pass = async (pieces: AsyncIterable<Buffer>) => {
    for await (const piece of pieces) {
      into.count(piece.length);
      if (archive.destroyed) return;
      if (!archive.write(piece))
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
    }
    archive.end(null);
  };
  try {
    const file = createReadStream(path);
    await (gzipped ? pipeline(file, createGunzip(), pass) : pipeline(file, pass));
  } catch (error) {
    archive.destroy(error instanceof Error ? error : new Error(messageOf(error)));
  }
}

/** What the disk says, and what has been said already. */
function ours(error: unknown): boolean {
  return error instanceof InvalidArchive || (error as NodeJS.ErrnoException).syscall !== undefined;
}
