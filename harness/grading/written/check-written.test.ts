import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { checkWritten } from './check-written.ts';

const slug = 'ex5-written';
const check = { title: 'It is as it must be', hint: 'Look at the lecture.', lecture: '04-lag#lag' };
const manifest = {
  slug,
  title: 'Written',
  summary: 'Answer some questions.',
  topology: 'pair',
  modules: {},
  permits: [],
  seed: [],
  grants: [],
  written: [
    {
      kind: 'answers',
      file: 'answers.yaml',
      questions: [
        { id: 'who', kind: 'choice', of: ['leader', 'follower'], asks: 'Who is it that writes?' },
        { id: 'kinds', kind: 'several', of: ['write', 'flush'], asks: 'Which are positions?' },
        { id: 'rows', kind: 'number', unit: 'rows', asks: 'How many in {few}?', numbers: { few: { from: 1, to: 9 } } },
        {
          id: 'rights',
          kind: 'table',
          rows: ['one', 'two'],
          columns: ['a', 'b'],
          cells: ['yes', 'no'],
          asks: 'Who may do it?',
        },
      ],
    },
    { kind: 'essay', file: 'essay.md', words: { least: 10, most: 20 } },
  ],
  checks: [
    { ...check, id: 'answers', points: 80, written: { file: 'answers.yaml' } },
    { ...check, id: 'essay', points: 20, written: { file: 'essay.md' } },
  ],
};
const cells = { a: 'yes', b: 'no' };
const right = `{ who: { right: 'leader' }, kinds: { right: ['write'], may: ['flush'] },
  rows: { right: (number) => number('few') * 2 }, rights: { right: { one: ${JSON.stringify(cells)}, two: ${JSON.stringify(cells)} } } }`;
const sentence = 'A sentence of some length.';
const rubric = (points: number) =>
  `criteria:\n  - { id: clarity, points: ${points}, asks: ${sentence}, full: ${sentence}, half: ${sentence}, none: ${sentence} }\n`;

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'written-'));
  write(`exercises/${slug}/exercise.ts`, `export default ${JSON.stringify(manifest)};`);
  write(`exercises/${slug}/essay.md`, '# An essay\n');
  write(`graders/${slug}/answers.ts`, `export default { 'answers.yaml': ${right} };`);
  write(`graders/${slug}/rubric/essay.yaml`, rubric(20));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function write(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

const said = async () =>
  (await checkWritten(root)).map(({ file, problem }) => `${file.replace(`/${slug}/`, ':')}: ${problem}`);

test('what agrees has no problem', async () => {
  expect(await said()).toEqual([]);
});

test.for<[what: string, from: string, to: string, problem: string]>([
  ['a question without a right answer', "who: { right: 'leader' },", '', 'who has no right answer'],
  ['an answer to no question', 'who:', "whom: { right: 'x' }, who:", 'whom is no question'],
  ['a word that cannot be chosen', "'leader'", "'Leader'", 'who: its right answer is none that can be given (seed 1)'],
  [
    'a word that cannot be chosen besides',
    "['flush']",
    "['guess']",
    'kinds: its right answer is none that can be given (seed 1)',
  ],
  ['a number that is not whole', '* 2', '/ 7', 'rows: its right answer is none that can be given (seed 1)'],
  ['a cell that is missing', ', two:', ', three:', 'rights: its right answer is none that can be given (seed 1)'],
  ['a number that is not drawn', "('few')", "('many')", 'the question rows has no number many'],
])('%s is found', async ([, from, to, problem]) => {
  const file = join(root, 'graders', slug, 'answers.ts');
  const text = readFileSync(file, 'utf8');
  expect(text).toContain(from);
  // A module is read once: each case has a file of its own by its folder.
  writeFileSync(file, text.replace(from, to));
  expect(await said()).toEqual([
    expect.stringMatching(new RegExp(`^graders:answers\\.ts: .*${problem.replace(/[()]/g, '.')}$`)),
  ]);
});

test('a rubric must be there, and have the points of its check', async () => {
  write(`graders/${slug}/rubric/essay.yaml`, rubric(15));
  expect(await said()).toEqual([
    expect.stringContaining('the rubric is wrong: its points add up to 15, the check has 20'),
  ]);
  rmSync(join(root, 'graders', slug, 'rubric'), { recursive: true });
  expect(await said()).toEqual([expect.stringContaining('the rubric cannot be read')]);
});

test('a starter’s essay that would be marked as it stands is found', async () => {
  write(`exercises/${slug}/essay.md`, 'one two three four five six seven eight nine ten\n');
  expect(await said()).toEqual(['exercises:essay.md: is long enough to be marked: 10 words']);
});
