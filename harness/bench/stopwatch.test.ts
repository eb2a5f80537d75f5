import { expect, test } from 'vitest';
import { median, race } from './stopwatch.ts';

test('the median of an even number of values lies between the middle two', () => {
  expect(median([4, 1, 3, 2])).toBe(2.5);
  expect(median([9, 1, 5])).toBe(5);
});

test('every contender runs in every round as often as it shall, the first round uncounted, and no one is always first', async () => {
  const order: string[] = [];
  const contender = (name: string, times?: number) => ({
    name,
    times,
    round: async (number: number) => {
      order.push(`${name}${number}`);
      return number;
    },
  });
  const measured = await race([contender('a', 2), contender('b')], 3, new AbortController().signal);
  expect(measured).toEqual([
    { name: 'a', values: [1, 2, 3, 4, 5, 6] },
    { name: 'b', values: [1, 2, 3] },
  ]);
  expect(order.join(' ')).toBe('a0 b0 b1 a1 a2 a3 a4 b2 b3 a5 a6');
});
