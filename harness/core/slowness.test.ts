import { expect, test } from 'vitest';
import { treatment, turns } from './slowness.ts';

test.runIf(process.platform === 'linux')('a process that works has run for about as long as it says', () => {
  const from = turns();
  const before = process.threadCpuUsage();
  while (process.threadCpuUsage(before).user < 100_000);
  const to = turns();
  if (!from || !to) throw new Error('Linux tells');
  expect(to.ran - from.ran).toBeGreaterThanOrEqual(90);
  expect(to.waited).toBeGreaterThanOrEqual(from.waited);
  const { share, slow } = treatment(from, to);
  expect(slow).toBeGreaterThanOrEqual(1);
  expect(share).toBeLessThan(1);
});

test('waiting twice as long as running makes work take three times as long', () => {
  const from = { ran: 1000, waited: 50, at: 5000 };
  expect(treatment(from, { ran: 1200, waited: 450, at: 5800 })).toEqual({ slow: 3, share: 0.5 });
});
