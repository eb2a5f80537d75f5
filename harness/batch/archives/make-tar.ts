import { type Header, pack } from 'tar-stream';

export type TarEntry = Pick<Header, 'name'> & Partial<Header> & { content?: string | Buffer };

/** A tarball as bytes, not compressed. Of 1970 unless an entry says when: the same entries are the same bytes. */
export async function makeTar(entries: readonly TarEntry[]): Promise<Buffer> {
  const archive = pack();
  for (const { content = '', ...header } of entries) archive.entry({ mtime: new Date(0), ...header }, content);
  archive.finalize();
  const pieces: Buffer[] = [];
  for await (const piece of archive) pieces.push(piece as Buffer);
  return Buffer.concat(pieces);
}
