import { renameSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { GradeReport } from './grade-report.ts';

/** The report in a run's folder. */
export const reportFile = 'report.json';

/** Whole or not at all: a reader never meets half a report. */
export function writeReport(evidence: string, report: GradeReport): void {
  const draft = join(dirname(evidence), `.report-${basename(evidence)}`);
  writeFileSync(draft, `${JSON.stringify(report, null, 2)}\n`);
  renameSync(draft, join(evidence, reportFile));
}
