import type { GradeReport } from '../grading/grade-report.ts';
import { styleFor, type Tone } from './style.ts';
import { harmlessLine } from './text.ts';

/** One exercise of several: its report, or why there is none. */
export type SummaryRow = { slug: string; report: GradeReport } | { slug: string; refused: string };

const tones: Record<GradeReport['verdict'], Tone> = {
  passed: 'green',
  failed: 'red',
  skipped: 'yellow',
  errored: 'yellow',
  inconclusive: 'yellow',
};

/** A table with a line for each exercise and one for all. */
export function renderSummary(rows: readonly SummaryRow[], color: boolean): string[] {
  const style = styleFor(color);
  const width = Math.max('exercise'.length, ...rows.map(({ slug }) => slug.length));
  const line = (name: string, points: string, checks: string, words: string) =>
    `${name.padEnd(width)}  ${points.padStart(8)}  ${checks.padStart(9)}  ${words}`.trimEnd();
  const body = rows.map((row) => {
    if ('refused' in row) return line(row.slug, '', '', style('yellow', `not graded: ${harmlessLine(row.refused)}`));
    const { checks, points, verdict } = row.report;
    const passed = checks.filter(({ outcome }) => ['passed', 'reviewed'].includes(outcome.verdict)).length;
    const words = verdict === 'passed' || verdict === 'failed' ? verdict : 'incomplete';
    const { awaiting = 0 } = points;
    const parts = [`${points.earned}/${points.possible}`, `${passed} of ${checks.length}`] as const;
    return line(row.slug, ...parts, style(tones[verdict], words) + (awaiting > 0 ? `, awaiting ${awaiting}` : ''));
  });
  const sum = (of: (report: GradeReport) => number) =>
    rows.reduce((all, row) => all + ('report' in row ? of(row.report) : 0), 0);
  const earned = sum(({ points }) => points.earned);
  const possible = sum(({ points }) => points.possible);
  const awaiting = sum(({ points }) => points.awaiting ?? 0);
  return [
    style('bold', line('exercise', 'points', 'passed', '')),
    ...body,
    style('bold', line('all', `${earned}/${possible}`, '', awaiting > 0 ? `awaiting ${awaiting}` : '')),
  ];
}
