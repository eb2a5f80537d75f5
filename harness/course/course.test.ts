import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findExercise, listExercises, loadManifest, pathsOf } from './course.ts';
import { parseManifest } from './manifest-schema.ts';

const repository = join(import.meta.dirname, '..', '..');
const manifest = {
  slug: 'ex2-lag',
  title: 'Lag',
  summary: 'Measure how far a follower is behind.',
  topology: 'pair',
  modules: { 'src/lag.ts': { exports: { measure: { deadline: 5000 } } } },
  permits: ['exec'],
  seed: [],
  grants: [],
  checks: [
    {
      id: 'first',
      title: 'The lag is a number of bytes',
      points: 60,
      hint: 'Look at pg_stat_replication.',
      lecture: '02-lag#bytes',
    },
    {
      id: 'second',
      title: 'The lag is zero when all is replayed',
      points: 40,
      hint: 'Wait for the replay.',
      lecture: '02-lag#zero',
      requires: ['first'],
    },
  ],
};
const [first, second] = manifest.checks;

let root: string;
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'course-'));
  for (const slug of ['ex10-batch', 'ex2-lag', 'ex1-first-steps', 'ex3-empty', 'ex4-broken']) {
    mkdirSync(join(root, 'exercises', slug), { recursive: true });
    const text =
      slug === 'ex4-broken' ? 'export default {' : `export default ${JSON.stringify({ ...manifest, slug })};`;
    if (slug !== 'ex3-empty') writeFileSync(join(root, 'exercises', slug, 'exercise.ts'), text);
  }
  writeFileSync(join(root, 'exercises', 'README.md'), '');
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

test('exercises are in the order of their numbers; a folder without a manifest is none', () => {
  expect(listExercises(root)).toEqual(['ex1-first-steps', 'ex2-lag', 'ex4-broken', 'ex10-batch']);
});

test.for(['ex1', '1', 'ex1-first-steps', 'first-steps', 'EX1', 'First-Steps'])('%s finds the exercise', (word) => {
  expect(findExercise(root, word)).toEqual(pathsOf(root, 'ex1-first-steps'));
});

test('ex1 is not ex10', () => {
  expect(findExercise(root, '10').slug).toBe('ex10-batch');
});

test.for(['ex9', '', 'ex', 'steps', 'ex3-empty', '../ex1'])(
  '%j finds none: the error lists those there are',
  (word) => {
    const all = 'ex1-first-steps, ex2-lag, ex4-broken, ex10-batch';
    const refusal = {
      code: 'UNKNOWN_EXERCISE',
      message: `no exercise is called ${JSON.stringify(word)}; there are: ${all}`,
    };
    expect(() => findExercise(root, word)).toThrow(expect.objectContaining({ ...refusal, next: 'npm run grade ex1' }));
  },
);

test('a manifest is read, and one that cannot be is an error with its file', async () => {
  expect(await loadManifest(pathsOf(root, 'ex2-lag'))).toEqual(manifest);
  await expect(loadManifest(pathsOf(root, 'ex4-broken'))).rejects.toMatchObject({
    code: 'BAD_MANIFEST',
    where: join(root, 'exercises/ex4-broken/exercise.ts'),
    message: expect.stringContaining('the manifest cannot be read: '),
  });
});

test('every exercise of this course has a valid manifest', async () => {
  const slugs = listExercises(repository);
  expect(slugs).not.toEqual([]);
  for (const slug of slugs) expect((await loadManifest(pathsOf(repository, slug))).slug).toBe(slug);
});

/** What is said of a manifest, one problem a line. */
function problemsOf(value: unknown, slug = 'ex2-lag'): string[] {
  try {
    parseManifest(value, 'exercise.ts', slug);
    return [];
  } catch (error) {
    expect(error).toMatchObject({ code: 'BAD_MANIFEST', where: 'exercise.ts', exitCode: 3 });
    return (error as Error).message.split('; ');
  }
}

test('a bad manifest names every field that is wrong, not only the first', () => {
  const bad = {
    ...manifest,
    slug: 'Lag',
    topology: 'ring',
    permits: ['fly'],
    extra: 1,
    checks: [{ ...first, points: 0, hint: 'no' }, second],
  };
  const fields = problemsOf(bad).map((problem) => problem.split(':')[0]);
  expect(fields).toEqual(expect.arrayContaining(['slug', 'topology', 'permits.0', 'checks.0.points', 'checks.0.hint']));
  expect(problemsOf(bad).join()).toContain('extra');
});

test('hints may be one or several, and an explanation may say how to look', () => {
  const hint = ['Look at the leader.', 'Look at pg_stat_replication.'];
  const explain = {
    does: 'It reads the lag.',
    look: [{ run: 'SELECT 1', see: 'On the leader.' }, { see: 'The log says more.' }],
  };
  expect(problemsOf({ ...manifest, checks: [{ ...first, hint, explain }, second] })).toEqual([]);
});

test.for<[what: string, value: unknown, said: string | RegExp]>([
  ['no default export', undefined, /^the default export: /],
  ['another slug than its folder', { ...manifest, slug: 'ex3-lag' }, 'slug is ex3-lag, its folder is ex2-lag'],
  ['points that are not 100', { ...manifest, checks: [first] }, 'the points add up to 60, not 100'],
  [
    'two checks of one name',
    { ...manifest, checks: [first, { ...second, id: 'first', requires: [] }] },
    'two checks are called first',
  ],
  [
    'a prerequisite that does not exist',
    { ...manifest, checks: [first, { ...second, requires: ['third'] }] },
    'second requires third, which no earlier check is called',
  ],
  [
    'a prerequisite that comes later',
    {
      ...manifest,
      checks: [
        { ...first, requires: ['second'] },
        { ...second, requires: [] },
      ],
    },
    'first requires second, which no earlier check is called',
  ],
  ['no hint at all', { ...manifest, checks: [{ ...first, hint: [] }, second] }, /^checks.0.hint/],
  [
    'a hint of several that says nothing',
    { ...manifest, checks: [{ ...first, hint: ['It is in the log.', 'Look.'] }, second] },
    /^checks.0.hint/,
  ],
  [
    'an explanation without words',
    { ...manifest, checks: [{ ...first, explain: { look: [] } }, second] },
    /^checks.0.explain.does/,
  ],
  ['a module outside of the submission', { ...manifest, modules: { '/etc/a b': { exports: {} } } }, /^modules/],
  [
    'a lecture link without a heading',
    { ...manifest, checks: [{ ...first, lecture: '02-lag' }, second] },
    'checks.0.lecture: chapter#heading-id',
  ],
])('refused: %s', ([, value, said]) => {
  const problems = problemsOf(value);
  if (typeof said === 'string') expect(problems).toEqual([said]);
  else expect(problems.join('; ')).toMatch(said);
});
