import { expect, test } from 'vitest';
import type { Turns } from '../core/slowness.ts';
import { watchTurns } from './starvation.ts';

/** What is asked after these milliseconds of turns. */
function after(ran: number, waited: number) {
  const readings: Turns[] = [
    { ran: 500, waited: 90_000 },
    { ran: 500 + ran, waited: 90_000 + waited },
  ];
  return watchTurns(() => readings.shift())();
}

test('a grader that waits nine times as long as it runs makes failures ours', () => {
  expect(after(150, 1400)).toMatchObject({
    code: 'BUSY',
    message: 'this machine was too busy to judge it: all took 10 times as long',
  });
});

test('what a machine with thirty processes beside it does to a grader is no excuse', () => {
  expect(after(476, 2683)).toBeUndefined();
});

test('one late turn in a short check is none', () => {
  expect(after(5, 900)).toBeUndefined();
});

test('a system that does not tell is never too busy', () => {
  expect(watchTurns(() => undefined)()).toBeUndefined();
});
