import { expect, test } from 'vitest';
import type { Turns } from '../core/slowness.ts';
import { watchTurns } from './starvation.ts';

/** What is asked after these milliseconds, in so many of all. */
function after(ran: number, waited: number, all: number) {
  const readings: Turns[] = [
    { ran: 500, waited: 90_000, at: 1000 },
    { ran: 500 + ran, waited: 90_000 + waited, at: 1000 + all },
  ];
  return watchTurns(() => readings.shift())();
}

test('a grader that mostly waits, thirty times as long as it runs, makes failures ours', () => {
  expect(after(300, 9000, 12_000)).toMatchObject({
    code: 'BUSY',
    message: 'this machine was too busy to judge it: all took 31 times as long',
  });
});

test('what a machine with forty processes beside it does to a grader is no excuse', () => {
  expect(after(401, 6000, 8600)).toBeUndefined();
});

test('a grader that has little to do and is late with it has seen what there was', () => {
  expect(after(100, 3000, 8000)).toBeUndefined();
});

test('one late turn in a short check is none', () => {
  expect(after(5, 900, 950)).toBeUndefined();
});

test('a system that does not tell is never too busy', () => {
  expect(watchTurns(() => undefined)()).toBeUndefined();
});
