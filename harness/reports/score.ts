import type { CheckReport, Points } from '../grading/grade-report.ts';

/** `100/100 points`, `automatic 85/85, awaiting 15`, `97/100 points (12 by review)`: what awaits is never lost. */
export function scoreText({ awaiting = 0, earned, possible, reviewed = 0 }: Points): string {
  const by = reviewed > 0 ? ` (${reviewed} by review)` : '';
  if (awaiting === 0) return `${earned}/${possible} points${by}`;
  return `${reviewed > 0 ? '' : 'automatic '}${earned}/${possible}${by}, awaiting ${awaiting}`;
}

/** `10/15`, and `–/15` where nobody knows yet. */
export function earnedText({ earned, outcome, points }: Pick<CheckReport, 'earned' | 'outcome' | 'points'>): string {
  return `${outcome.verdict === 'awaiting' ? '–' : earned}/${points}`;
}

/** Whether a person marks it, and no machine. */
export function isMarked({ outcome }: Pick<CheckReport, 'outcome'>): boolean {
  return outcome.verdict === 'awaiting' || outcome.verdict === 'reviewed';
}
