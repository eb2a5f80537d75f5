import { pack } from 'tar-stream';
import type { CellFile } from '../../enclosure/cells.ts';

export interface ArchivedFile extends CellFile {
  uid?: number;
  gid?: number;
}

/** A tar archive of a few small files, for the daemon to unpack. */
export async function tarOf(files: readonly ArchivedFile[]): Promise<Buffer> {
  const archive = pack();
  for (const { path, text, mode, uid = 0, gid = 0, link } of files) {
    if (link === undefined) archive.entry({ name: path, mode, uid, gid }, text);
    else archive.entry({ name: path, mode, uid, gid, type: 'symlink', linkname: link });
  }
  archive.finalize();
  const chunks: Buffer[] = [];
  for await (const chunk of archive) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
