import { expect, test } from 'vitest';
import { parseManifest } from './manifest-schema.ts';

const question = {
  id: 'bytes',
  kind: 'number',
  unit: 'bytes',
  asks: 'How many are {few}?',
  numbers: { few: { from: 1, to: 9 } },
};
const choice = { id: 'who', kind: 'choice', of: ['leader', 'follower'], asks: 'Who is it that writes?' };
const answers = { kind: 'answers', file: 'answers.yaml', questions: [question, choice] };
const essay = { kind: 'essay', file: 'essay.md', words: { least: 100, most: 200 } };
const check = { title: 'It is as it must be', hint: 'Look at the lecture.', lecture: '04-lag#lag' };
const checks = [
  { ...check, id: 'runs', points: 40 },
  { ...check, id: 'bytes', points: 20, written: { file: 'answers.yaml', questions: ['bytes'] } },
  { ...check, id: 'who', points: 20, requires: ['bytes'], written: { file: 'answers.yaml', questions: ['who'] } },
  { ...check, id: 'essay', points: 20, written: { file: 'essay.md' } },
];
const manifest = {
  slug: 'ex5-written',
  title: 'Written',
  summary: 'Answer some questions.',
  topology: 'pair',
  modules: {},
  permits: [],
  seed: [],
  grants: [],
  written: [answers, essay],
  checks,
};

function problemsOf(value: unknown): string {
  try {
    parseManifest(value, 'exercise.ts', 'ex5-written');
    return '';
  } catch (error) {
    return (error as Error).message;
  }
}

/** The manifest with another question in place of the second. */
const withQuestion = (more: object) => ({
  ...manifest,
  written: [{ ...answers, questions: [question, { ...choice, ...more }] }, essay],
});
const withCheck = (at: number, more: object) => ({
  ...manifest,
  checks: checks.with(at, { ...checks[at], ...more } as (typeof checks)[0]),
});

test('a manifest may have answers files and essays, and checks that judge them', () => {
  expect(problemsOf(manifest)).toBe('');
  expect(
    problemsOf(withQuestion({ hint: 'It is the other one.', lecture: '04-lag#bytes', of: { a: '', b: 'the second' } })),
  ).toBe('');
});

test.for<[what: string, value: unknown, said: RegExp]>([
  ['two files of one name', { ...manifest, written: [answers, essay, essay] }, /^two written parts are essay\.md$/],
  ['two questions of one name', withQuestion({ id: 'bytes' }), /two questions of answers\.yaml are bytes/],
  ['a question that is called seed', withQuestion({ id: 'seed' }), /answers\.yaml, seed: the key is taken/],
  [
    'a number that is not drawn',
    withQuestion({ asks: 'How many are {many}?' }),
    /answers\.yaml, who: it has no number \{many\}/,
  ],
  [
    'a number that nobody reads',
    withQuestion({ numbers: { few: { from: 1, to: 2 } } }),
    /its text does not say \{few\}/,
  ],
  [
    'a range that is empty',
    withQuestion({ asks: 'So {few}?', numbers: { few: { from: 2, to: 2 } } }),
    /from is less than to/,
  ],
  [
    'a range that is too wide',
    withQuestion({ asks: 'So {few}?', numbers: { few: { from: 1, to: 2 ** 33 } } }),
    /by less than 2\^32/,
  ],
  [
    'a zero, which hides mistakes',
    withQuestion({ asks: 'So {few}?', numbers: { few: { from: 0, to: 5 } } }),
    /written\.0/,
  ],
  ['one word to choose from', withQuestion({ of: ['leader'] }), /written\.0\.questions\.1\.of/],
  ['a kind that there is not', withQuestion({ kind: 'guess' }), /written\.0\.questions\.1/],
  ['a right answer, which is no manifest’s', withQuestion({ right: 'leader' }), /right/],
  [
    'an essay of no length',
    { ...manifest, written: [answers, { ...essay, words: { least: 9, most: 9 } }] },
    /least is less than most/,
  ],
  [
    'a check of a file that nobody writes',
    withCheck(3, { written: { file: 'letter.md' } }),
    /^essay judges letter\.md, which is no written part/,
  ],
  [
    'a check of a question that nobody asks',
    withCheck(1, { written: { file: 'answers.yaml', questions: ['what'] } }),
    /^bytes judges what, which is no question of answers\.yaml$/,
  ],
  [
    'a check of an essay’s questions',
    withCheck(3, { written: { file: 'essay.md', questions: ['who'] } }),
    /^essay judges who, which is no question of essay\.md$/,
  ],
])('refused: %s', ([, value, said]) => {
  expect(problemsOf(value)).toMatch(said);
});

test('a check of the grader cannot require one that is written, which is judged after it', () => {
  const late = { ...manifest, checks: [...checks.slice(1), { ...check, id: 'runs', points: 40, requires: ['who'] }] };
  expect(problemsOf(late)).toBe('runs is a check of the grader and cannot require who');
});
