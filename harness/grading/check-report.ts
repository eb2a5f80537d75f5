import { hintsOf } from '../course/hints.ts';
import type { Check } from '../sdk/exercise.ts';
import type { CheckOutcome, CheckReport } from './grade-report.ts';

/** A check and what became of it, as reports show it. `lecture`: its section, if it is there to be read. */
export function checkReport(check: Check, outcome: CheckOutcome, lecture: string | undefined): CheckReport {
  const { id, title, points } = check;
  return { id, title, points, earned: earnedBy(check, outcome), hint: hintsOf(check)[0], lecture, outcome };
}

function earnedBy({ points }: Check, { review, verdict }: CheckOutcome): number {
  if (verdict === 'passed') return points;
  return verdict === 'reviewed' ? Math.min(points, review?.points ?? 0) : 0;
}
