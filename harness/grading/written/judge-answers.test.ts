import { expect, test } from 'vitest';
import type { AnswersFile } from '../../sdk/written.ts';
import { judgeAnswers } from './judge-answers.ts';
import { numbersFor, textWith } from './numbers.ts';
import { readAnswers } from './read-answers.ts';
import type { RightAnswers } from './right-answers.ts';

const part: AnswersFile = {
  kind: 'answers',
  file: 'answers.yaml',
  questions: [
    {
      id: 'bytes',
      kind: 'number',
      unit: 'bytes',
      asks: 'From {low} to {high}: how many?',
      numbers: {
        low: { from: 0x3000000, to: 0x3ffffff, shown: 'lsn' },
        high: { from: 0x4000000, to: 0x4ffffff, shown: 'lsn' },
      },
      hint: 'Read both as hexadecimal.',
      lecture: '04-lag#bytes',
    },
    { id: 'third', kind: 'number', unit: 'rows', decimals: 2, asks: 'What is the third of two?' },
    { id: 'who', kind: 'choice', of: ['leader', 'follower', 'both'], asks: 'Who writes the history file?' },
    { id: 'kinds', kind: 'several', of: ['write', 'flush', 'guess'], asks: 'Which are positions?' },
    { id: 'first', kind: 'yes-no', asks: 'Is the first true?' },
    { id: 'second', kind: 'yes-no', asks: 'Is the second true?' },
  ],
};
const right: RightAnswers = {
  'answers.yaml': {
    bytes: {
      right: (number) => number('high') - number('low'),
      mistakes: [{ answer: (number) => number('low') - number('high'), says: 'The sign is wrong.' }],
    },
    third: { right: 2 / 3 },
    who: { right: ['follower', 'both'], mistakes: [{ answer: 'leader', says: 'The old one is dead by then.' }] },
    kinds: { right: ['write'], may: ['flush'], mistakes: [{ answer: 'guess', says: 'Nobody reports a guess.' }] },
    first: { right: 'yes', mistakes: [{ answer: 'no', says: 'It is true.' }] },
    second: { right: 'no' },
  },
};
const seed = 4711;
const numbers = numbersFor(seed, 'ex5-split-brain/answers.yaml', part.questions[0] as (typeof part.questions)[0]);
const bytes = numbers('high') - numbers('low');

function judged(text: string, ids?: string[]) {
  const answers = readAnswers(new TextEncoder().encode(text), part);
  const questions = part.questions.filter(({ id }) => ids?.includes(id) ?? true);
  return judgeAnswers({
    slug: 'ex5-split-brain',
    part,
    questions,
    answers,
    right,
    lectureOf: (link) => `lecture/${link}`,
  });
}

test.for([
  `seed: ${seed}\nbytes: ${bytes}\nthird: 0.67\nwho: both\nkinds: [write]\nfirst: yes\nsecond: no`,
  `seed: ${seed}\nbytes: ${bytes}\nthird: 0.66\nwho: follower\nkinds: [flush, write]\nfirst: true\nsecond: false`,
])('right answers have no failure: %j', (text) => {
  expect(judged(text)).toBe(undefined);
});

test.for(['0.65', '0.68', '66', '0'])('%s is not two thirds to two decimals', (third) => {
  expect(judged(`third: ${third}`, ['third'])?.rationale).toBe('The answer is not right.');
});

test('a whole number is right exactly', () => {
  for (const other of [bytes + 1, bytes - 1, -bytes])
    expect(judged(`seed: ${seed}\nbytes: ${other}`, ['bytes'])).toBeDefined();
});

test('a wrong answer is told with its line, the question in its own numbers, and what a foreseen mistake teaches', () => {
  const failure = judged(`seed: ${seed}\n\nbytes: ${-bytes}`, ['bytes']);
  expect(failure).toEqual({
    rationale: 'The answer is not right.',
    hint: 'Read both as hexadecimal.',
    expected: 'bytes: the right answer, a whole number of bytes',
    actual: `answers.yaml:3 bytes: ${-bytes}`,
    evidence: [
      {
        title: 'the question bytes',
        lines: [
          textWith(part.questions[0] as (typeof part.questions)[0], numbers),
          'The sign is wrong.',
          'read: lecture/04-lag#bytes',
        ],
      },
    ],
  });
  expect(failure?.evidence[0]?.lines[0]).toMatch(/^From 0\/3[0-9A-F]{6} to 0\/4[0-9A-F]{6}: how many\?$/);
});

test('a report never holds the right answer', () => {
  const all = JSON.stringify(
    judged(`seed: ${seed}\nbytes: 7\nthird: 5\nwho: leader\nkinds: [guess]\nfirst: no\nsecond: yes`),
  );
  expect(all).not.toContain(String(bytes));
  expect(all).not.toContain('0.6');
  expect(all).not.toContain('It is true.');
});

test('of several questions with two answers only how many are wrong is told, not which', () => {
  const [one, other] = [
    judged('first: no\nsecond: no', ['first', 'second']),
    judged('first: yes\nsecond: yes', ['first', 'second']),
  ];
  expect(one).toEqual(other);
  expect(one).toMatchObject({
    rationale: '1 of 2 answers is not right.',
    actual: '1 of these 2 are wrong (which of them would give the right ones away)',
    evidence: [],
  });
});

test('one that is not answered yet is named also among those with two answers', () => {
  expect(judged('first: no', ['first', 'second'])?.actual).toBe(
    'answers.yaml second: no answer yet\n1 of these 2 are wrong (which of them would give the right ones away)',
  );
});

test('a key that was mistyped is named with its line', () => {
  expect(judged('seed: 1\nWho: both', ['who'])?.actual).toBe(
    'answers.yaml who: no answer yet; answers.yaml:2 answers "Who", which is no question',
  );
});

test('numbers need a seed: without one nothing is wrong yet, and what to do is said', () => {
  expect(judged('bytes:', ['bytes'])?.actual).toBe(
    'answers.yaml bytes: no answer yet; choose a `seed` first, its numbers follow from that',
  );
  const guessed = judged(`seed: 0\nbytes: ${bytes}`, ['bytes']);
  expect(guessed?.actual).toMatch(/^answers\.yaml:2 bytes: its numbers follow from `seed`, and the file has none/);
  expect(guessed?.evidence[0]?.lines[0]).toBe('From {low} to {high}: how many?');
});

test('a file that cannot be read fails what it is to answer, with its line', () => {
  expect(judged('who: [both\n', ['who'])).toMatchObject({
    rationale: 'answers.yaml cannot be read.',
    actual: expect.stringMatching(/^answers\.yaml:\d+: it is not valid YAML: /),
  });
});

test('numbers are the same at every grading, and other seeds, files and questions have others', () => {
  const [question, another] = [part.questions[0], { ...part.questions[0], id: 'more' }] as (typeof part.questions)[0][];
  if (!question || !another) throw new Error('it has questions');
  const drawn = [
    numbersFor(1, 'a', question),
    numbersFor(2, 'a', question),
    numbersFor(1, 'b', question),
    numbersFor(1, 'a', another),
  ].map((each) => each('low'));
  expect(new Set(drawn).size).toBe(drawn.length);
  expect(numbersFor(1, 'a', question)('low')).toBe(drawn[0]);
  for (const low of drawn) expect(low).toBeGreaterThanOrEqual(0x3000000);
});
