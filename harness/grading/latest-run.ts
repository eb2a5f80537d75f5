import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { LabError, messageOf } from '../core/errors.ts';
import { shortName } from '../course/course.ts';
import type { GradeReport } from './grade-report.ts';
import { reportFile } from './write-report.ts';

/** One run that came to its end. */
export interface FinishedRun {
  /** Its folder, wherever that is now. */
  folder: string;
  report: GradeReport;
}

/**
 * The report of the newest run of an exercise that came to its end; undefined when there is none. Throws NO_RUN for one
 * that cannot be read. `runs` is the folder in which evidence is kept.
 */
export function latestRun(runs: string, slug: string): GradeReport | undefined {
  for (const run of finishedRuns(runs, slug)) return run.report;
  return undefined;
}

/** The runs of an exercise that came to their ends, the newest first. Throws NO_RUN at one that cannot be read. */
export function* finishedRuns(runs: string, slug: string): Generator<FinishedRun> {
  // Names begin with the time. A run that was killed, or goes on now, has no report.
  for (const name of foldersOf(join(runs, slug)).sort().reverse()) {
    const run = readRun(join(runs, slug, name), `npm run grade ${shortName(slug)}`);
    if (run) yield run;
  }
}

/** The run in a folder; undefined when it has no report. Throws NO_RUN for one that cannot be read. */
export function readRun(folder: string, next: string): FinishedRun | undefined {
  const file = join(folder, reportFile);
  const text = readText(file);
  if (text === undefined) return undefined;
  try {
    return { folder, report: JSON.parse(text) as GradeReport };
  } catch (cause) {
    const message = `the report of the run cannot be read: ${messageOf(cause)}`;
    throw new LabError('NO_RUN', message, { where: file, next, cause });
  }
}

function foldersOf(path: string): string[] {
  try {
    return readdirSync(path, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name);
  } catch {
    return [];
  }
}

function readText(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
