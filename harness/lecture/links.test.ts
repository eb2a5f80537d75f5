import { expect, test } from 'vitest';
import type { LinkedExercise } from './course.ts';
import { freezeIds, unfrozenIds } from './frozen-ids.ts';
import { chapterPage } from './site/chapter-page.ts';
import { exercisesPage } from './site/front-pages.ts';
import { madeUpLecture } from './testing/made-up.ts';

const text = `## Bytes {#bytes}

Text with [a link](exercise:ex2#gap), and [](#time).

## Time {#time}

Nothing is graded here.
`;

const exercise = (lecture: string): LinkedExercise => ({
  slug: 'ex2-lag-monitor',
  title: 'Lag',
  summary: 'Measure it.',
  file: 'exercises/ex2-lag-monitor/exercise.ts',
  checks: [{ id: 'gap', title: 'The gap <is> right', lecture, line: 12 }],
});

test('a section lists the checks that are graded on it, and no other does', async () => {
  using lecture = madeUpLecture(text);
  const read = await lecture.read([exercise('01-made-up#bytes')]);
  expect(read.problems.list).toEqual([]);
  const { article } = chapterPage(read, read.chapters[0] as never);
  const [, bytes = '', time = ''] = article.split('<h2');
  expect(bytes).toContain('<a href="exercises.html#ex2-lag-monitor-gap"><b>ex2</b> The gap &lt;is&gt; right</a>');
  expect(bytes).toContain('<a href="exercises.html#ex2-lag-monitor-gap">a link</a>');
  expect(time).not.toContain('Graded on');
});

test('a link without text gets the title of its section', async () => {
  using lecture = madeUpLecture(text);
  const read = await lecture.read([exercise('01-made-up#bytes')]);
  expect(chapterPage(read, read.chapters[0] as never).article).toContain('<a href="#time">Time</a>');
});

test('the page of exercises leads to the section of each check', async () => {
  using lecture = madeUpLecture(text);
  const { article } = exercisesPage(await lecture.read([exercise('01-made-up#bytes')]));
  expect(article).toContain('<li id="ex2-lag-monitor-gap">');
  expect(article).toContain('<a href="01-made-up.html#bytes">1 · Bytes</a>');
});

test('a manifest whose link leads nowhere is a problem in its line; one to a planned chapter is not', async () => {
  using lecture = madeUpLecture('');
  expect(await lecture.problems([exercise('01-made-up#gone')])).toEqual([
    'exercises/ex2-lag-monitor/exercise.ts:12  gap links to 01-made-up#gone, which is not there',
  ]);
  expect(await lecture.problems([exercise('04-lag#bytes')])).toHaveLength(1);
  lecture.write('lecture/to-be-written.txt', '04-lag\n');
  expect(await lecture.problems([exercise('04-lag#bytes')])).toEqual([]);
});

test('an id that was frozen and is gone is a problem that says what to do', async () => {
  using lecture = madeUpLecture(text.replaceAll('exercise:ex2#gap', 'https://a.example'));
  const { chapters } = await lecture.read();
  expect(unfrozenIds(lecture.root, chapters)).toEqual(['01-made-up#bytes', '01-made-up#time']);
  freezeIds(lecture.root, chapters);
  expect(unfrozenIds(lecture.root, chapters)).toEqual([]);
  expect(await lecture.problems()).toEqual([]);
  lecture.write('lecture/ids/01-made-up.txt', 'bytes\nolder\ntime\n');
  expect(await lecture.problems()).toEqual([
    'lecture/ids/01-made-up.txt:2  01-made-up#older is not there any more: put {#older} back where its subject is now; ' +
      'only if nothing ever linked to it, take out this line',
  ]);
  freezeIds(lecture.root, chapters);
  expect(await lecture.problems()).toHaveLength(1);
});

test('a chapter that was frozen and is gone is a problem', async () => {
  using lecture = madeUpLecture('');
  lecture.write('lecture/ids/02-gone.txt', 'bytes\n');
  expect((await lecture.problems())[0]).toContain('lecture/ids/02-gone.txt:1  the chapter 02-gone is gone');
});
