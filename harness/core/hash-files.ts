import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

/** Of the names and contents of files below folders, wherever these lie. Links are not followed. Throws what `fs` throws. */
export function hashFiles(folders: readonly string[], wanted: (path: string) => boolean = () => true): string {
  const hash = createHash('sha256');
  for (const folder of folders) {
    const entries = readdirSync(folder, { withFileTypes: true, recursive: true }).filter((entry) => entry.isFile());
    const paths = entries.map((entry) => relative(folder, join(entry.parentPath, entry.name)));
    for (const path of paths.filter(wanted).sort())
      hash
        .update(`${path}\0`)
        .update(readFileSync(join(folder, path)))
        .update('\0');
  }
  return hash.digest('hex');
}
