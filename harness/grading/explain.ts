import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Check } from '../sdk/exercise.ts';
import type { CheckReport, GradeReport } from './grade-report.ts';

/** All that can be said of one check, with what the latest run made of it. Plain data. */
export interface CheckExplanation {
  check: Pick<Check, 'id' | 'title' | 'points' | 'requires' | 'explain'>;
  /** The lecture's section, where this copy of the course has the chapter. */
  lecture: string | undefined;
  /** The latest run, if the check was part of it. */
  run: { report: GradeReport; result: CheckReport; files: string[]; stories: string[] } | undefined;
}

/** Puts together what the manifest says of a check and what the run saw. Reads the names of the evidence files. */
export function explainCheck(
  check: Check,
  lecture: string | undefined,
  report: GradeReport | undefined,
): CheckExplanation {
  const result = report?.checks.find(({ id }) => id === check.id);
  if (!report || !result) return { check, lecture, run: undefined };
  const told = result.outcome.verdict === 'skipped' ? [] : (result.outcome.scenarios ?? [check.id]);
  const files = entriesOf(report.run.evidence).filter((name) => told.some((story) => name.startsWith(`${story}.`)));
  const stories = check.written ? [] : told; // nothing happens on a server
  return {
    check,
    lecture,
    run: { report, result, files: files.map((name) => join(report.run.evidence, name)), stories },
  };
}

/** Evidence may have been removed since. */
function entriesOf(folder: string): string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    return [];
  }
}
