import type { GradeReport } from '../grading/grade-report.ts';

/** A report, or several, as a JSON document. `##[`, with which a line is a command to CI runners, is written with an escape. */
export function renderJson(report: GradeReport | readonly GradeReport[]): string {
  return `${JSON.stringify(report, null, 2).replaceAll('##[', '#\\u0023[')}\n`;
}
