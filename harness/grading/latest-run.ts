import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { LabError, messageOf } from '../core/errors.ts';
import { shortName } from '../course/course.ts';
import type { GradeReport } from './grade-report.ts';

/**
 * The report of the newest run of an exercise that came to its end; undefined when there is none. Throws NO_RUN for one
 * that cannot be read. `runs` is the folder in which evidence is kept.
 */
export function latestRun(runs: string, slug: string): GradeReport | undefined {
  // Names begin with the time. A run that was killed, or goes on now, has no report.
  for (const name of foldersOf(join(runs, slug)).sort().reverse()) {
    const file = join(runs, slug, name, 'report.json');
    const text = readText(file);
    if (text === undefined) continue;
    try {
      return JSON.parse(text) as GradeReport;
    } catch (cause) {
      throw new LabError('NO_RUN', `the report of the latest run cannot be read: ${messageOf(cause)}`, {
        where: file,
        next: `npm run grade ${shortName(slug)}`,
        cause,
      });
    }
  }
  return undefined;
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
