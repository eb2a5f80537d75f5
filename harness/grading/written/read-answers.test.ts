import { expect, test } from 'vitest';
import type { AnswersFile } from '../../sdk/written.ts';
import { readAnswers } from './read-answers.ts';

const asks = 'A question of ten letters.';
const part: AnswersFile = {
  kind: 'answers',
  file: 'answers.yaml',
  questions: [
    { id: 'who', kind: 'choice', of: ['leader', 'follower', 'on'], asks },
    { id: 'kinds', kind: 'several', of: { write: 'written', flush: 'on disk', '1': 'the first' }, asks },
    { id: 'bytes', kind: 'number', unit: 'bytes', asks },
    { id: 'loses', kind: 'yes-no', asks },
    { id: 'rights', kind: 'table', rows: ['one', 'two'], columns: ['a', 'b'], cells: ['yes', 'no'], asks },
  ],
};

const read = (text: string) => readAnswers(new TextEncoder().encode(text), part);

/** What the file says of one question: an answer, or why it is none. */
function given(text: string): unknown {
  const found = [...read(text).given.values()][0];
  if (!found) return undefined;
  return 'answer' in found ? found.answer : found.problem;
}

test.for<[text: string, answer: unknown]>([
  ['who: leader', 'leader'],
  ['who: " Leader "', 'leader'],
  ['who: on # a word, and no truth value', 'on'],
  ['kinds: [flush, write]', ['write', 'flush']],
  ['kinds: flush', ['flush']],
  ['kinds: [1, "write"]', ['1', 'write']],
  ['kinds: [write, write]', ['write']],
  ['kinds: []', []],
  ['bytes: 96', 96],
  ['bytes: -1.5', -1.5],
  ['bytes: "96"', 96],
  ['bytes: 16_777_216', 16_777_216],
  ['bytes: 96 bytes', 96],
  ['bytes: 96 Bytes', 96],
  ['loses: yes', 'yes'],
  ['loses: True', 'yes'],
  ['loses: "NO"', 'no'],
  [
    'rights:\n  two: {b: no, a: yes}\n  one:\n    a: no\n    b: true',
    { two: { b: 'no', a: 'yes' }, one: { a: 'no', b: 'yes' } },
  ],
])('%j is taken, however it is written', ([text, answer]) => {
  expect(given(text)).toEqual(answer);
});

test.for<[text: string, problem: string]>([
  ['who: neither', '"neither" is none of leader, follower, on'],
  ['who: [leader]', 'one word is asked for: leader, follower, on'],
  ['who: leader\nbytes: 1\nwho: on', 'it is answered twice, again in line 3'],
  ['kinds: [write, guess]', '"guess" is none of 1, write, flush'],
  ['bytes: many', '"many" is no number of bytes'],
  ['bytes: 96 kilobytes', '"96 kilobytes" is no number of bytes'],
  ['bytes: 0x60', '"0x60" is no number of bytes'],
  ['bytes: [1]', '"[1]" is no number of bytes'],
  ['loses: maybe', '"maybe" is neither yes nor no'],
  ['rights: yes', 'it has no rows: one, two'],
  ['rights: {one: {a: yes, b: no}}', 'two: not answered'],
  ['rights: {one: {a: yes, b: }, two: {a: yes, b: no}}', 'one: b: not answered'],
  ['rights:\n  one: {a: yes, b: no, c: no}\n  two: {a: yes, b: no}', 'one: line 2: "c" is none of its columns: a, b'],
  [
    'rights:\n  one: {a: yes, b: no}\n  __proto__: {a: yes, b: no}',
    'line 3: "__proto__" is none of its rows: one, two',
  ],
  ['rights:\n  one: {a: yes, b: perhaps}\n  two: {a: yes, b: no}', 'line 2: one, b: "perhaps" is neither yes nor no'],
])('%j is no answer, and why is said', ([text, problem]) => {
  expect(given(text)).toBe(problem);
});

test.for(['who:', 'who: ~', 'who: ""', '', 'whom: leader'])('%j does not answer', (text) => {
  expect(given(text)).toBe(undefined);
});

test('keys that are no question are named with their lines', () => {
  expect(read('seed: 1\nwho: on\nWho: on\nconstructor: 1\n').unknown).toEqual([
    { key: 'Who', line: 3 },
    { key: 'constructor', line: 4 },
  ]);
});

test.for<[text: string, seed: number | undefined]>([
  ['seed: 4711', 4711],
  ['seed: "4711"', 4711],
  ['seed: 0', undefined],
  ['seed: 1000000000', undefined],
  ['seed: 1.5', undefined],
  ['seed: me', undefined],
  ['seed:', undefined],
  ['seed: 1\nseed: 2', undefined],
])('the seed of %j is %j', ([text, seed]) => {
  expect(read(text).seed).toBe(seed);
});
