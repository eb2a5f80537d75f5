import { type Header, pack } from 'tar-stream';

export type TarEntry = Pick<Header, 'name'> & Partial<Header> & { content?: string | Buffer };

/** A tarball as bytes, not compressed. */
export async function makeTar(entries: readonly TarEntry[]): Promise<Buffer> {
  const archive = pack();
  for (const { content = '', ...header } of entries) archive.entry(header, content);
  archive.finalize();
  const pieces: Buffer[] = [];
  for await (const piece of archive) pieces.push(piece as Buffer);
  return Buffer.concat(pieces);
}
