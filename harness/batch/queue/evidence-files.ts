import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { reportFile } from '../../grading/write-report.ts';
import type { ParcelFile } from './parcel.ts';

/** Bytes of evidence that travel: far more than an honest grading has. */
const mostEvidence = 16 * 1024 ** 2;

/** In place of what was left behind: names of files, a line each. */
const leftBehind = 'left-behind.txt';

/** The files of an evidence folder: the report, and of the others the smaller ones first, as many as may travel. */
export function evidenceFiles(folder: string, most = mostEvidence): ParcelFile[] {
  const found = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => ({ path, inside: relative(folder, path), size: statSync(path).size }))
    .sort((a, b) => Number(b.inside === reportFile) - Number(a.inside === reportFile) || a.size - b.size);
  const files: ParcelFile[] = [];
  const left: string[] = [];
  let bytes = 0;
  for (const { inside, path, size } of found) {
    bytes += size;
    if (bytes > most && inside !== reportFile) left.push(`${inside}: ${size} bytes`);
    else files.push({ path: inside, content: readFileSync(path) });
  }
  if (left.length > 0) files.push({ path: leftBehind, content: Buffer.from(`${left.join('\n')}\n`) });
  return files;
}
