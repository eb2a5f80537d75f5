import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { zipSync } from 'fflate';
import { makeTar } from '../../../batch/archives/make-tar.ts';
import type { Files, Submission } from './submission.ts';

/** Writes what was handed in into a folder, each packed in its way. */
export async function writeClass(submissions: readonly Submission[], folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  for (const { content, name, packing } of submissions) {
    const path = join(folder, name);
    if ('bytes' in content) writeFileSync(path, content.bytes);
    else if (packing === 'folder') writeFolder(path, content.files);
    else if (packing === 'zip') writeFileSync(path, zipSync(asBytes(content.files)));
    else {
      const tar = await makeTar(
        Object.entries(content.files).map(([entry, bytes]) => ({ name: entry, content: bytes })),
      );
      writeFileSync(path, packing === 'tar' ? tar : gzipSync(tar));
    }
  }
}

function writeFolder(folder: string, files: Files): void {
  for (const [path, content] of Object.entries(files)) {
    const at = join(folder, path);
    mkdirSync(path.endsWith('/') ? at : dirname(at), { recursive: true });
    if (!path.endsWith('/')) writeFileSync(at, content);
  }
}

function asBytes(files: Files): Record<string, Uint8Array> {
  return Object.fromEntries(Object.entries(files).map(([path, content]) => [path, Buffer.from(content)]));
}
