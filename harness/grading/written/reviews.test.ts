import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { addReview, type Review, reviewOf } from './reviews.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'reviews-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const review: Review = {
  at: '2026-01-02T03:04:05.678Z',
  check: 'essay',
  essay: 'aa11',
  submission: { path: 'handed-in/ann', hash: 'ab12' },
  points: { clarity: 3, example: 1 },
  comment: 'Well said.',
};
const find = (essay: string, path = 'handed-in/ann', check = 'essay') =>
  reviewOf(folder, 'ex3-managed', { check, essay, path });

test('a review is found for the same text, wherever it was handed in, and for no other', () => {
  expect(find('aa11')).toBe(undefined);
  addReview(folder, 'ex3-managed', review);
  expect(find('aa11', 'handed-in/moved')).toEqual({ review });
  expect(find('bb22', 'handed-in/bob')).toBe(undefined);
  expect(find('aa11', 'handed-in/ann', 'critique')).toBe(undefined);
});

test('a text that was changed is known to have been reviewed before', () => {
  addReview(folder, 'ex3-managed', review);
  expect(find('bb22')).toEqual({ before: review });
});

test('a later review counts instead of an earlier one, which stays in the file', () => {
  const later = { ...review, points: { clarity: 1, example: 1 } };
  addReview(folder, 'ex3-managed', review);
  const file = addReview(folder, 'ex3-managed', later);
  expect(find('aa11')).toEqual({ review: later });
  expect(readFileSync(file, 'utf8').trim().split('\n')).toHaveLength(2);
});

test('a line that a crash has torn off costs no other', () => {
  const file = addReview(folder, 'ex3-managed', { ...review, essay: 'cc33' });
  appendFileSync(file, '{"at":"2026-');
  addReview(folder, 'ex3-managed', review);
  expect(find('cc33')).toBeDefined();
  expect(find('aa11')).toEqual({ review });
});
