import type { CheckReport, GradeReport } from '../grading/grade-report.ts';
import { renderCheck, renderFindings } from './terminal.ts';

/** Columns. */
const width = 100;

/** What a terminal shows below a check's first line, without colour: the text of a check in formats that have one. */
export function textOf(check: CheckReport, report: GradeReport): string {
  const options = { color: false, width };
  const lines =
    check.outcome.cause === 'invalid-submission'
      ? renderFindings(report, options)
      : renderCheck(check, options).slice(1);
  return lines.join('\n').trimEnd();
}
