import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { GradeReport } from '../../grading/grade-report.ts';
import { keep } from '../../grading/keep.ts';
import { reportFile } from '../../grading/write-report.ts';
import { hidingDirectories } from '../../reports/feedback/hide-directories.ts';
import { renderFeedback } from '../../reports/feedback/page.ts';
import { changesOf, type SessionChanges } from '../changes/changes.ts';
import { renderChanges, renderChangesJson } from '../changes/render-changes.ts';
import type { BatchLine } from '../journal/batch-lines.ts';
import { feedbackOf } from '../pages/feedback-of.ts';
import { renderIndex } from '../pages/index-page.ts';
import { feedbackPath } from '../pages/links.ts';
import { batchFiles } from '../submissions/student-name.ts';
import { type Gradebook, type GradebookRow, gradebookOf } from './gradebook.ts';
import { renderCsv } from './render-csv.ts';
import { renderJson } from './render-json.ts';

/** What the journal of a batch comes to. */
interface Book {
  gradebook: Gradebook;
  /** ISO 8601: when the last line of the journal was written. */
  at: string;
  changes: SessionChanges[];
}

/** Every form of a gradebook, by its file. */
const forms: Readonly<Record<string, (book: Book) => string>> = {
  [batchFiles.gradebookCsv]: ({ gradebook }) => renderCsv(gradebook),
  [batchFiles.gradebookJson]: ({ gradebook }) => renderJson(gradebook),
  [batchFiles.index]: ({ at, changes, gradebook }) => renderIndex(gradebook, at, changes),
  [batchFiles.changes]: ({ changes }) => renderChanges(changes),
  [batchFiles.changesJson]: ({ changes }) => renderChangesJson(changes),
};

/**
 * Makes the gradebook from the journal and writes it in every form, each whole or not at all, and the page of each
 * student for each answer. `directories` are of this machine, and named on no page. Throws NO_STORAGE.
 */
export function writeGradebook(folder: string, lines: readonly BatchLine[], directories: readonly string[]): Book {
  const book = { gradebook: gradebookOf(lines), at: lines.at(-1)?.at ?? '', changes: changesOf(lines) };
  const hide = hidingDirectories([folder, ...directories]);
  keep(folder, () => {
    for (const row of book.gradebook.rows) writeFeedback(folder, row, hide);
    for (const [name, render] of Object.entries(forms)) replace(join(folder, name), render(book));
  });
  return book;
}

function writeFeedback(folder: string, row: GradebookRow, hide: (text: string) => string): void {
  const path = feedbackPath(row);
  if (!path) return;
  const file = join(folder, ...path);
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  replace(file, renderFeedback(feedbackOf(row, reportOf(folder, row), hide)));
}

/** The texts of the checks; the grade stands in the journal, also where somebody has removed the evidence. */
function reportOf(folder: string, { evidence }: GradebookRow): GradeReport | undefined {
  if (evidence === undefined) return undefined;
  try {
    return JSON.parse(readFileSync(join(folder, evidence, reportFile), 'utf8')) as GradeReport;
  } catch {
    return undefined;
  }
}

function replace(file: string, text: string): void {
  if (textOf(file) === text) return;
  const draft = `${file}.${process.pid}`;
  try {
    write(draft, text);
    renameSync(draft, file);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
}

function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined; // it is not there yet
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
