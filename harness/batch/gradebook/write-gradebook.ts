import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { keep } from '../../grading/keep.ts';
import type { BatchLine } from '../journal/batch-lines.ts';
import { batchFiles } from '../submissions/student-name.ts';
import { type Gradebook, gradebookOf } from './gradebook.ts';
import { renderCsv } from './render-csv.ts';
import { renderJson } from './render-json.ts';

/** Every form of a gradebook, by its file. */
const forms: Readonly<Record<string, (gradebook: Gradebook) => string>> = {
  [batchFiles.gradebookCsv]: renderCsv,
  [batchFiles.gradebookJson]: renderJson,
};

/** Makes the gradebook from the journal and writes it in every form, each whole or not at all. Throws NO_STORAGE. */
export function writeGradebook(folder: string, lines: readonly BatchLine[]): Gradebook {
  const gradebook = gradebookOf(lines);
  for (const [name, render] of Object.entries(forms))
    keep(folder, () => replace(join(folder, name), render(gradebook)));
  return gradebook;
}

function replace(file: string, text: string): void {
  const draft = `${file}.${process.pid}`;
  try {
    write(draft, text);
    renameSync(draft, file);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
}

function write(file: string, text: string): void {
  const handle = openSync(file, 'w', 0o600);
  try {
    writeFileSync(handle, text);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
