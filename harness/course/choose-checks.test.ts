import { expect, test } from 'vitest';
import type { Exercise } from '../sdk/exercise.ts';
import { chooseChecks } from './choose-checks.ts';

const check = (id: string, requires: string[] = []) => ({
  id,
  title: id,
  points: 25,
  hint: 'none',
  lecture: '00-x#y',
  requires,
});
const exercise: Exercise = {
  slug: 'ex7-chain',
  title: '',
  summary: '',
  topology: 'pair',
  modules: {},
  permits: [],
  seed: [],
  grants: [],
  checks: [check('first'), check('second', ['first']), check('alone'), check('third', ['second'])],
};

test.for<[words: string, asked: string[], required: string[], left: string[]]>([
  ['first', ['first'], [], ['second', 'alone', 'third']],
  ['third', ['third'], ['first', 'second'], ['alone']],
  ['alone, second', ['second', 'alone'], ['first'], ['third']],
  ['third,first', ['first', 'third'], ['second'], ['alone']],
])('%s brings what it requires, in the order of the manifest', ([words, asked, required, left]) => {
  expect(chooseChecks(exercise, words)).toEqual({ asked, required, left });
});

test.for([
  ['fourth', '"fourth"'],
  ['first,fourth,fifth', '"fourth", "fifth"'],
  ['', '""'],
  ['First', '"First"'],
])('%j is refused, and the names that there are are listed', ([words, named]) => {
  expect(() => chooseChecks(exercise, words as string)).toThrow(
    expect.objectContaining({
      code: 'ARGUMENT',
      message: `ex7-chain has no check ${named}; its checks are: first, second, alone, third`,
      next: 'npm run grade ex7 -- --only first',
    }),
  );
});
