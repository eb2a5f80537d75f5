import { expect, test } from 'vitest';
import { slowness, turns } from './slowness.ts';

test.runIf(process.platform === 'linux')('a process that works has run for about as long as it says', () => {
  const from = turns();
  const before = process.threadCpuUsage();
  while (process.threadCpuUsage(before).user < 100_000);
  const to = turns();
  if (!from || !to) throw new Error('Linux tells');
  expect(to.ran - from.ran).toBeGreaterThanOrEqual(90);
  expect(to.waited).toBeGreaterThanOrEqual(from.waited);
  expect(slowness(from, to)).toBeGreaterThanOrEqual(1);
});

test('waiting twice as long as running makes work take three times as long', () => {
  expect(slowness({ ran: 1000, waited: 50 }, { ran: 1200, waited: 450 })).toBe(3);
});
