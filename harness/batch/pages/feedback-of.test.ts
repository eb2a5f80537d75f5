import { expect, test } from 'vitest';
import { renderFeedback } from '../../reports/feedback/page.ts';
import { samples } from '../../reports/testing/samples.ts';
import type { GradebookRow, RowStatus } from '../gradebook/gradebook.ts';
import { feedbackOf } from './feedback-of.ts';

const points = { earned: 0, possible: 85 };
const row: GradebookRow = { student: 'ann', exercise: 'ex4-data-loss', status: 'failed', points };
const same = (text: string) => text;

test.for<[status: RowStatus, says: RegExp]>([
  ['invalid', /What is wrong with it: bob's files, \/srv\/x\.<.*0 points/],
  ['errored', /no fault of yours.*not a zero.*do nothing/],
  ['incomplete', /no fault of yours.*No points are lost.*do nothing/],
  ['left-out', /a person has to look at it.*not a zero.*Ask those who run the course/],
  ['waiting', /waiting for its turn.*not a zero.*do nothing/],
])('%s: the page says what that means and what to do', ([status, says]) => {
  const reason = "bob's files, /srv/x";
  const page = renderFeedback(feedbackOf({ ...row, status, points: undefined, reason }, undefined, same));
  expect(page.replaceAll('&#39;', "'")).toMatch(says);
  // A reason may name others and this machine: only that of an archive is about the student's files alone.
  expect(page.includes('/srv/x')).toBe(status === 'invalid');
});

test('of a grading that failed by our fault no check is shown', () => {
  expect(feedbackOf({ ...row, status: 'errored', points: undefined }, samples.errored, same).report).toBeUndefined();
});

test('what awaits a person is told apart from the points', () => {
  const report = samples.awaiting;
  const feedback = feedbackOf({ ...row, status: 'passed', points: report?.points }, report, same);
  expect(feedback.says).toContain('20 points await a person: they are neither earned nor lost.');
});

test('without its report the page tells at least which checks failed', () => {
  const checks = [{ id: 'row-lost', verdict: 'failed' as const, points: 10, earned: 0 }];
  expect(feedbackOf({ ...row, checks }, undefined, same).says).toContain('The checks that failed: row-lost.');
});

test('the page of what was left out is for the student, whatever the file is called', () => {
  const leftOut = { student: 'ann.zip', handedInBy: 'ann', exercise: '', status: 'left-out' as const };
  const feedback = feedbackOf(leftOut, undefined, same);
  expect(feedback.student).toBe('ann');
});
