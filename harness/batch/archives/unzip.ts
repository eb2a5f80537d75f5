import { type Entry, openPromise, type ZipFile } from 'yauzl';
import { messageOf } from '../../core/errors.ts';
import { InvalidArchive, quoted } from './invalid-archive.ts';
import type { Unpacking } from './unpacking.ts';

/** The kinds of files in the upper half of an entry's attributes, as Unix has them. */
const kindMask = 0o170000;
const kinds = { none: 0, folder: 0o040000, file: 0o100000, link: 0o120000 };

/** Bytes of a link's target that are looked at. */
const targetBytes = 4096;

/** Throws InvalidArchive for a zip that cannot be read, or is encrypted. */
export async function unzip(path: string, into: Unpacking): Promise<void> {
  const zip = await readable(openPromise(path, { autoClose: false }));
  try {
    const entries = zip.eachEntry();
    for (let next = await readable(entries.next()); !next.done; next = await readable(entries.next()))
      await unpackEntry(zip, next.value, into);
  } finally {
    zip.close();
  }
}

async function unpackEntry(zip: ZipFile, entry: Entry, into: Unpacking): Promise<void> {
  const path = into.next(entry.fileName);
  if (path === undefined) return;
  if (entry.isEncrypted()) throw new InvalidArchive('the zip is encrypted');
  const kind = (entry.externalFileAttributes >>> 16) & kindMask;
  if (entry.fileName.endsWith('/') || kind === kinds.folder) return await into.folder(path);
  if (kind === kinds.link) return into.link(path, await targetOf(zip, entry, into));
  if (kind === kinds.file || kind === kinds.none) await into.file(path, contentOf(zip, entry, into));
}

async function targetOf(zip: ZipFile, entry: Entry, into: Unpacking): Promise<string> {
  if (entry.uncompressedSize > targetBytes)
    throw new InvalidArchive(`it holds a link that is no link: ${quoted(entry.fileName)}`);
  return Buffer.concat(await Array.fromAsync(contentOf(zip, entry, into))).toString('utf8');
}

async function* contentOf(zip: ZipFile, entry: Entry, into: Unpacking): AsyncGenerator<Buffer> {
  const stream = await readable(zip.openReadStreamPromise(entry));
  const pieces = stream[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  try {
    for (let next = await readable(pieces.next()); !next.done; next = await readable(pieces.next())) {
      into.count(next.value.length);
      yield next.value;
    }
  } finally {
    stream.destroy();
  }
}

/** The file lies on our own disk, so what the reader of zips complains of is the archive's fault. */
async function readable<T>(reading: Promise<T>): Promise<T> {
  try {
    return await reading;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).syscall !== undefined) throw error;
    throw new InvalidArchive(`the zip cannot be unpacked: ${messageOf(error)}`, error);
  }
}
