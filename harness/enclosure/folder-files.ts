import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import type { CellFile } from './cells.ts';

/** The files and links of a folder, with those of the folders in it, for everybody to read. No link is followed. */
export function filesIn(folder: string, into = ''): CellFile[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry): CellFile[] => {
    const from = join(folder, entry.name);
    const path = join(into, entry.name);
    if (entry.isDirectory()) return filesIn(from, path);
    if (entry.isSymbolicLink()) return [{ path, text: '', mode: 0o777, link: readlinkSync(from) }];
    return entry.isFile() ? [{ path, text: readFileSync(from), mode: 0o444 }] : [];
  });
}
