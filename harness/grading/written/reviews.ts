import { appendFileSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { keep } from '../keep.ts';

/** One essay as a person marked it: a line of the reviews of its exercise. */
export interface Review {
  /** ISO 8601. */
  at: string;
  /** The id of the check. */
  check: string;
  /** Of the text. */
  essay: string;
  /** The submission, as the report called it, and of its files. */
  submission: { path: string; hash: string };
  /** By criterion of the rubric. */
  points: Record<string, number>;
  comment: string;
}

/** What is known of an essay: its newest review, or that another text of the same submission was reviewed. */
export type Reviewed = { review: Review } | { before: Review } | undefined;

/** Where the reviews of a copy of the course are: beside the runs, which can be removed when reviews must stay. */
export function reviewsIn(root: string): string {
  return join(root, '.reviews');
}

/**
 * Looks an essay up in the reviews of its exercise. The same text has the same review, wherever it was handed in; a
 * later one replaces an earlier one. `folder`: of all reviews.
 */
export function reviewOf(
  folder: string,
  slug: string,
  essay: Pick<Review, 'check' | 'essay'> & { path: string },
): Reviewed {
  const reviews = readReviews(folder, slug).filter(({ check }) => check === essay.check);
  const review = reviews.findLast((each) => each.essay === essay.essay);
  if (review) return { review };
  const before = reviews.findLast(({ submission }) => submission.path === essay.path);
  return before && { before };
}

/** Adds a review; none that was written before is touched. One write of one line: whole or not at all. Throws NO_STORAGE. */
export function addReview(folder: string, slug: string, review: Review): string {
  const file = fileOf(folder, slug);
  keep(folder, () => {
    mkdirSync(folder, { recursive: true });
    // A line that a crash has torn off must not swallow this one.
    const torn = /[^\n]$/.test(readText(file)) ? '\n' : '';
    appendFileSync(file, `${torn}${JSON.stringify(review)}\n`);
  });
  return file;
}

export function pointsOf({ points }: Review): number {
  return Object.values(points).reduce((sum, each) => sum + each, 0);
}

function fileOf(folder: string, slug: string): string {
  return join(folder, `${slug}.jsonl`);
}

function readReviews(folder: string, slug: string): Review[] {
  return readText(fileOf(folder, slug))
    .split('\n')
    .flatMap((line) => {
      try {
        return [JSON.parse(line) as Review];
      } catch {
        return []; // torn, or empty
      }
    });
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
