import { expect, test } from 'vitest';
import { madeUpExercise } from '../testing/everything.ts';
import { madeUpLecture } from '../testing/made-up.ts';
import { coveragePage } from './coverage-page.ts';

/** The page of a lecture that keeps these rows. */
async function page(rows: string) {
  using lecture = madeUpLecture('## Bytes {#bytes}\n\nText.\n');
  lecture.write('lecture/to-be-written.txt', '02-later\nex9\n');
  lecture.write('lecture/coverage.csv', `id,item,section,exercise\n${rows}`);
  const { coverage = [], chapters } = await lecture.read([madeUpExercise]);
  return coveragePage(coverage, chapters);
}

test('an item leads to its section and its exercise', async () => {
  const { article } = await page('C001,bytes <or so>,01-made-up#bytes,ex2\nC002,a word,01-made-up#bytes,-\n');
  expect(article).toContain(
    '<tr id="C001"><td>bytes &lt;or so&gt;</td><td><a href="01-made-up.html#bytes">Bytes</a></td>' +
      '<td><a href="exercises.html#ex2-lag-monitor">ex2</a></td></tr>',
  );
  expect(article).toContain('<td><span class="quiet">reading is enough</span></td>');
  expect(article).toContain('2 items: each has its section and, where there is something to practise, its exercise.');
  expect(article).not.toContain('missing');
});

test('what is missing is marked, says so in words, and is listed and counted above', async () => {
  const { article } = await page('C001,here,01-made-up#bytes,ex2\nC002,nowhere,,\nC003,soon,02-later#a,ex9\n');
  const marked = [...article.matchAll(/<strong class="missing">(.*?)<\/strong>/g)].map(([, words]) => words);
  expect(marked).toEqual(['no section', 'no exercise', '02-later#a: still to be written', 'ex9: still to be written']);
  expect(article).toContain('3 items: 2 lack a section, 2 an exercise.');
  expect(article).toContain('<a href="#C002">C002</a> <a href="#C003">C003</a>');
});

test('items stand with the chapter of their first section; those without one come first', async () => {
  const { sections } = await page('C001,a,02-later#a,-\nC002,b,01-made-up#bytes 02-later#a,-\nC003,c,,-\n');
  expect(sections.map(({ text }) => text)).toEqual(['Without a section', '1 · Made up', '02-later']);
});
