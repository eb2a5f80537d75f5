import { join } from 'node:path';
import { expect, test } from 'vitest';
import { linkedExercises } from '../cli/linked-exercises.ts';
import { unfrozenIds } from './frozen-ids.ts';
import { buildSite } from './site/build-site.ts';

const root = join(import.meta.dirname, '..', '..');

test('the lecture of this repository builds without a problem, in less than 10 seconds of one core', async () => {
  const exercises = await linkedExercises(root);
  const began = process.cpuUsage(); // of the clock, other tests take their share
  const { lecture, files } = await buildSite(root, exercises);
  expect(lecture.problems.list).toEqual([]);
  expect(files.size).toBeGreaterThan(lecture.chapters.length + 3);
  const { user, system } = process.cpuUsage(began);
  expect(user + system).toBeLessThan(10e6);
});

test('all its ids are frozen; if not: npm run lecture:build -- --freeze', async () => {
  const { lecture } = await buildSite(root, await linkedExercises(root));
  expect(unfrozenIds(root, lecture.chapters)).toEqual([]);
});

test('no id of a page is there twice', async () => {
  const { files } = await buildSite(root, await linkedExercises(root));
  for (const [name, html] of files) {
    if (!name.endsWith('.html')) continue;
    const ids = [...html.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
    expect(
      ids.filter((id, at) => ids.indexOf(id) !== at),
      name,
    ).toEqual([]);
  }
});

test('every link within the site leads to an id that is in the built page', async () => {
  const { files } = await buildSite(root, await linkedExercises(root));
  const dangling: string[] = [];
  for (const [name, html] of files) {
    if (!name.endsWith('.html')) continue;
    for (const [, href = ''] of html.matchAll(/ href="([^"]+)"/g)) {
      if (/^(https:|data:)/.test(href)) continue;
      const [page, id] = href.split('#');
      const target = files.get(page || name);
      if (target === undefined || (id && !target.includes(` id="${decodeURIComponent(id)}"`)))
        dangling.push(`${name} ${href}`);
    }
  }
  expect(dangling).toEqual([]);
});
