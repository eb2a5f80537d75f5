import { existsSync, readFileSync } from 'node:fs';
import type { Check, Exercise } from '../../sdk/exercise.ts';
import { pointsOf as pointsOfChecks } from '../build-report.ts';
import { keep } from '../keep.ts';
import type { FinishedRun } from '../latest-run.ts';
import { writeReport } from '../write-report.ts';
import { essayHash } from './essay.ts';
import { essayFile, reviewedBy } from './judge-essay.ts';
import { pointsOf, type Review, type Reviewed, reviewOf } from './reviews.ts';

/** An essay of a run that a person may mark: it was there, and of the right length. */
export interface HandedIn {
  check: Check;
  text: string;
  /** Of the text. */
  essay: string;
  /** What a person has made of it, or of an earlier text. */
  found: Reviewed;
}

/** The essays of a run, in the order of the manifest. `reviews`: the folder of all reviews. */
export function essaysOf({ folder, report }: FinishedRun, { checks, slug }: Exercise, reviews: string): HandedIn[] {
  const marked = report.checks.filter(
    ({ outcome }) => outcome.verdict === 'awaiting' || outcome.verdict === 'reviewed',
  );
  return checks.flatMap((check) => {
    const file = essayFile(folder, check.id);
    if (!marked.some(({ id }) => id === check.id) || !existsSync(file)) return [];
    const text = readFileSync(file, 'utf8');
    const essay = essayHash(text);
    const found = reviewOf(reviews, slug, { check: check.id, essay, path: report.submission.path });
    return [{ check, text, essay, found }];
  });
}

/** Whether nobody has marked this very text. */
export function awaits({ found }: HandedIn): boolean {
  return !(found && 'review' in found);
}

/** Writes a review into the report of the run in which the essay was read. Throws NO_STORAGE. */
export function noteReview({ folder, report }: FinishedRun, review: Review): FinishedRun {
  const checks = report.checks.map((check) => {
    if (check.id !== review.check) return check;
    const { timing } = check.outcome;
    return { ...check, earned: Math.min(check.points, pointsOf(review)), outcome: { ...reviewedBy(review), timing } };
  });
  const after = { ...report, checks, points: pointsOfChecks(checks) };
  keep(folder, () => writeReport(folder, after));
  return { folder, report: after };
}
