import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Check } from '../../sdk/exercise.ts';
import type { Essay } from '../../sdk/written.ts';
import type { CheckOutcome } from '../grade-report.ts';
import { keep } from '../keep.ts';
import { countWords, essayHash } from './essay.ts';
import { pointsOf, type Review, reviewOf } from './reviews.ts';

/** Who wrote it, and where reviews and evidence are. */
export interface EssayPlaces {
  slug: string;
  /** How the submission is called in its report. */
  label: string;
  /** The folder of all reviews. */
  reviews: string;
  /** The run's folder. */
  evidence: string;
}

/** Where in a run's folder the text lies that was handed in. */
export function essayFile(evidence: string, check: string): string {
  return join(evidence, `${check}.essay.md`);
}

/** What a review makes of a check. */
export function reviewedBy(review: Review): Required<Pick<CheckOutcome, 'verdict' | 'review'>> {
  const { at, comment, essay, points } = review;
  return { verdict: 'reviewed', review: { at, comment, criteria: points, points: pointsOf(review), essay } };
}

/** Fails an essay that is too short or too long; of any other a person decides, and may have done so already. */
export function judgeEssay(
  check: Check,
  { file, words: { least, most } }: Essay,
  text: string,
  places: EssayPlaces,
): Pick<CheckOutcome, 'verdict' | 'cause' | 'failure' | 'reason' | 'review'> {
  const words = countWords(text);
  keep(places.evidence, () => writeFileSync(essayFile(places.evidence, check.id), text));
  if (words < least || words > most) {
    const failure = {
      rationale: `${file} is ${words < least ? 'shorter' : 'longer'} than asked for, so nobody will mark it.`,
      hint:
        words < least
          ? 'Answer what the task asks, in whole sentences; comments do not count.'
          : 'Leave out what does not answer the question.',
      expected: `${least} to ${most} words`,
      actual: words === 1 ? '1 word' : `${words} words`,
      evidence: [],
    };
    return { verdict: 'failed', cause: 'wrong', failure };
  }
  const essay = essayHash(text);
  const found = reviewOf(places.reviews, places.slug, { check: check.id, essay, path: places.label });
  if (found && 'review' in found) {
    return reviewedBy(found.review);
  }
  const reason = found
    ? `reviewed before a change, ${found.before.at.slice(0, 10)}; awaiting a person again`
    : 'awaiting a person, who will mark it';
  return { verdict: 'awaiting', reason };
}
