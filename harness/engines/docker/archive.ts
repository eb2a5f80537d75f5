import { pack } from 'tar-stream';

export interface ArchivedFile {
  /** Relative to where the archive is unpacked. */
  path: string;
  text: string;
  mode: number;
  uid?: number;
  gid?: number;
}

/** A tar archive of a few small files, for the daemon to unpack. */
export async function tarOf(files: readonly ArchivedFile[]): Promise<Buffer> {
  const archive = pack();
  for (const { path, text, mode, uid = 0, gid = 0 } of files) archive.entry({ name: path, mode, uid, gid }, text);
  archive.finalize();
  const chunks: Buffer[] = [];
  for await (const chunk of archive) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
