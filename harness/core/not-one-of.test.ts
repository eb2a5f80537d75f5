import { expect, test } from 'vitest';
import { notOneOf } from './not-one-of.ts';

const known = ['disconnect', 'kill', 'start', 'stop', 'status'];

test.for([
  ['kil', 'kill'],
  ['klil', 'kill'],
  ['KILL', 'kill'],
  ['strat', 'start'],
  ['discon', 'disconnect'],
  ['dissconect', 'disconnect'],
])('%s is taken for %s', ([word, meant]) => {
  expect(notOneOf('command', word as string, known)).toBe(
    `unknown command "${word}" (did you mean ${meant}?); there are: disconnect, kill, start, stop, status`,
  );
});

test.for(['explode', 'st', 's', '', 'promote'])('%j is near to nothing', (word) => {
  expect(notOneOf('command', word, known)).toBe(
    `unknown command ${JSON.stringify(word)}; there are: disconnect, kill, start, stop, status`,
  );
});
