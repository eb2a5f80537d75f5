import { expect, test } from 'vitest';
import { madeUpExercise } from '../testing/everything.ts';
import { madeUpLecture } from '../testing/made-up.ts';

const text = '## Bytes {#bytes}\n\nText.\n\n## Time {#time}\n\nText.\n';
const header = 'id,item,section,exercise\n';

test('an item names its sections and exercises, and a planned one is no problem', async () => {
  using lecture = madeUpLecture(text);
  lecture.write('lecture/to-be-written.txt', '02-later\nex9\n');
  lecture.write(
    'lecture/coverage.csv',
    `${header}C001,"bytes, and time",01-made-up#bytes 01-made-up#time,ex2 ex9\nC002,a word,02-later#word,-\n`,
  );
  const { problems, coverage } = await lecture.read([madeUpExercise]);
  expect(problems.list).toEqual([]);
  expect(coverage).toEqual([
    {
      id: 'C001',
      item: 'bytes, and time',
      sections: [
        { name: '01-made-up#bytes', target: { href: '01-made-up.html#bytes', text: 'Bytes' } },
        { name: '01-made-up#time', target: { href: '01-made-up.html#time', text: 'Time' } },
      ],
      exercises: [
        { name: 'ex2', target: { href: 'exercises.html#ex2-lag-monitor', text: 'A lag monitor' } },
        { name: 'ex9', target: { href: undefined, text: 'ex9' } },
      ],
      reading: false,
    },
    {
      id: 'C002',
      item: 'a word',
      sections: [{ name: '02-later#word', target: { href: undefined, text: '02-later' } }],
      exercises: [],
      reading: true,
    },
  ]);
});

test('a lecture without the list has no coverage, and no problem', async () => {
  using lecture = madeUpLecture(text);
  const { coverage, problems } = await lecture.read();
  expect(coverage).toBeUndefined();
  expect(problems.list).toEqual([]);
});

test.for([
  ['a chapter that is not there', 'C001,x,02-gone#bytes,-', 'there is no chapter 02-gone'],
  ['an id that is not there', 'C001,x,01-made-up#gone,-', '01-made-up has no id gone; it has: bytes, time'],
  ['an exercise that is not there', 'C001,x,01-made-up#bytes,ex99', 'there is no exercise ex99'],
  ['a chapter without an id', 'C001,x,01-made-up,-', 'a section is named chapter#id'],
  ['words for an exercise', 'C001,x,01-made-up#bytes,quiz', 'an exercise is named ex1'],
  ['an id of another form', '17,x,01-made-up#bytes,-', 'an id is C and three digits; got "17"'],
  ['no words', 'C001,,01-made-up#bytes,-', 'C001 does not say what is taught'],
  ['a field too much', 'C001,x, y,01-made-up#bytes,-', 'a row has four fields'],
  ['a quote that is not closed', 'C001,"x,01-made-up#bytes,-', 'a row has four fields'],
] as const)('a row with %s is told with its line', async ([, row, problem]) => {
  using lecture = madeUpLecture(text);
  lecture.write('lecture/coverage.csv', `${header}C000,right,01-made-up#bytes,-\n${row}\n`);
  expect(await lecture.problems()).toEqual([expect.stringContaining(`lecture/coverage.csv:3  ${problem}`)]);
});

test('an item that is there twice, and a first line that is none, are told', async () => {
  using lecture = madeUpLecture(text);
  lecture.write('lecture/coverage.csv', 'id,item\nC001,x,01-made-up#bytes,-\nC001,y,01-made-up#time,-\n');
  expect(await lecture.problems()).toEqual([
    'lecture/coverage.csv:1  the first line is id,item,section,exercise; got "id,item"',
    'lecture/coverage.csv:3  the item C001 is there already, in line 2',
  ]);
});
