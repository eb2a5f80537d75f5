import { expect, test } from 'vitest';
import { overdue } from './overdue.ts';

test('a call that was answered within the limit is not overdue, at the limit included', () => {
  expect(overdue([{ begun: 10, ended: 30 }], 20, 1000)).toEqual([]);
  expect(overdue([{ begun: 10, ended: 30.5 }], 20, 1000)).toEqual([{ begun: 10, ended: 30.5 }]);
});

test('a call without an answer is overdue as soon as it has waited longer than the limit', () => {
  expect(overdue([{ begun: 10 }], 20, 30)).toEqual([]);
  expect(overdue([{ begun: 10 }], 20, 31)).toEqual([{ begun: 10 }]);
});

test('overdue calls come oldest first, whatever their answers were', () => {
  const late = { begun: 50, ended: 90, outcome: 'rejected' };
  const never = { begun: 20, outcome: 'unknown' };
  expect(overdue([late, { begun: 0, ended: 1 }, never], 20, 100)).toEqual([never, late]);
});
