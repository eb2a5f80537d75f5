import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { madeUpExercise } from '../testing/made-up-exercise.ts';
import { findAnswer, findAnswers } from './find-answers.ts';

const root = mkdtempSync(join(tmpdir(), 'answers-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const [first, second] = [madeUpExercise('ex1-first'), madeUpExercise('ex12-second')];

function submissionWith(...paths: string[]): string {
  const folder = mkdtempSync(join(root, 'case-'));
  for (const path of paths) {
    mkdirSync(join(folder, dirname(path)), { recursive: true });
    writeFileSync(join(folder, path), '');
  }
  return folder;
}

test.for<[what: string, paths: string[], inside: string]>([
  ['the submission itself', ['src/answer.ts', 'README.md'], '.'],
  ['a folder around it, as most archives have', ['ann-ex1/src/answer.ts'], 'ann-ex1'],
  ['a folder that is named after the exercise', ['ex1-first/src/answer.ts', 'ex12-second/src/answer.ts'], 'ex1-first'],
  ['a folder with its short name', ['work/Ex1/src/answer.ts', 'work/ex12/src/answer.ts'], 'work/Ex1'],
  [
    'the one in a clone of the course',
    ['c/exercises/ex1-first/src/answer.ts', 'c/solutions/ex1-first/src/answer.ts', 'c/graders/ex1-first/a.ts'],
    'c/exercises/ex1-first',
  ],
  ['a named folder without the module, which then is missing', ['ex1-first/README.md', 'src/answer.ts'], 'ex1-first'],
  ['the submission without any module, which then is missing', ['a/b.ts'], '.'],
  ['not one among packages', ['node_modules/x/src/answer.ts', 'ann/src/answer.ts'], 'ann'],
])('the answer to one exercise: %s', ([, paths, inside]) => {
  expect(findAnswer(submissionWith(...paths), first)).toEqual({ exercise: first, inside });
});

test('two answers to one exercise are none', () => {
  const twice = submissionWith('a/src/answer.ts', 'b/src/answer.ts');
  expect(() => findAnswer(twice, first)).toThrow('it holds ex1-first more than once: "a" and "b"');
  const named = submissionWith('old/ex1/src/answer.ts', 'new/ex1/src/answer.ts');
  expect(() => findAnswers(named, [first])).toThrow('it holds ex1-first more than once: "new/ex1" and "old/ex1"');
});

test('a link to a folder is no folder', () => {
  const folder = submissionWith('a.ts');
  symlinkSync(submissionWith('src/answer.ts'), join(folder, 'ex1-first'));
  expect(() => findAnswers(folder, [first])).toThrow('it holds no folder of an exercise');
});

test('without a named exercise every folder that is named after one is an answer', () => {
  const both = submissionWith('ann/ex12-second/src/answer.ts', 'ann/ex1-first/src/answer.ts');
  expect(findAnswers(both, [first, second]).map(({ inside }) => inside)).toEqual(['ann/ex1-first', 'ann/ex12-second']);
  expect(findAnswers(submissionWith('ex12/src/a.ts'), [first, second])).toEqual([{ exercise: second, inside: 'ex12' }]);
  expect(() => findAnswers(submissionWith('src/answer.ts'), [first, second])).toThrow(
    'it holds no folder of an exercise, as ex1-first; or is it for one: --exercise?',
  );
});
