import { expect, test } from 'vitest';
import { scaleFor } from './scale.ts';

test('later is further to the right, a longer wait takes more room, and the end is at the width', () => {
  const { scale, width } = scaleFor([1, 2, 4, 1000, 5000], 6000);
  const places = [0, 1, 1.5, 2, 4, 500, 1000, 5000, 6000].map(scale);
  expect(places).toEqual(places.toSorted((a, b) => a - b));
  expect([places[0], places.at(-1)]).toEqual([0, expect.closeTo(width)]);
  expect(scale(1000) - scale(4)).toBeGreaterThan(scale(4) - scale(2));
});

test('a story without length, and one with very many events, fit', () => {
  expect(scaleFor([], 0).scale(0)).toBe(0);
  const { scale, width } = scaleFor(
    Array.from({ length: 5000 }, (_, at) => at),
    5000,
  );
  expect(width).toBe(2400);
  expect(scale(5000)).toBeCloseTo(2400);
});
