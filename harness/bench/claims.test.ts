import { expect, test } from 'vitest';
import { judgeClaim, renderBench } from './claims.ts';

test('a claim holds up to its limit, not beyond, and never about what was not timed', () => {
  const times = [
    { name: 'ours', values: [18] },
    { name: 'floor', values: [10] },
  ];
  const claim = { what: 'ours', of: 'ours', against: 'floor' };
  expect(judgeClaim({ ...claim, atMost: 1.8 }, times)).toMatchObject({ ratio: 1.8, holds: true });
  expect(judgeClaim({ ...claim, atMost: 1.7 }, times).holds).toBe(false);
  expect(judgeClaim({ ...claim, atLeast: 2 }, times).holds).toBe(false);
  expect(judgeClaim({ ...claim, of: 'nothing', atMost: 100 }, times).holds).toBe(false);
});

test('what something adds is told in milliseconds', () => {
  const times = [
    { name: 'enclosed', values: [130] },
    { name: 'open', values: [100] },
  ];
  const claim = { what: 'an enclosure adds', of: 'enclosed', against: 'open' };
  const results = [judgeClaim({ ...claim, addsAtMost: 30 }, times), judgeClaim({ ...claim, addsAtMost: 29 }, times)];
  expect(renderBench(times, results).slice(-2)).toEqual([
    '✓ an enclosure adds: 30.0 ms to open (at most 30)',
    '✗ an enclosure adds: 30.0 ms to open (at most 29)',
  ]);
  expect(judgeClaim({ ...claim, against: 'nothing', addsAtMost: 30 }, times).holds).toBe(false);
});

test('the report shows medians, ranges and what is claimed', () => {
  const times = [
    { name: 'ours', values: [18, 20, 19] },
    { name: 'floor', values: [10, 10, 11] },
  ];
  const claims = [judgeClaim({ what: 'a cluster is ready', of: 'ours', against: 'floor', atMost: 1.8 }, times)];
  expect(renderBench(times, claims)).toEqual([
    'ours       19 ms  (18 to 20, n 3)',
    'floor      10 ms  (10 to 11, n 3)',
    '',
    '✗ a cluster is ready: 1.90 times floor (at most 1.8)',
  ]);
});
