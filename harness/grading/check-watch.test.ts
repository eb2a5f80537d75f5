import { expect, test } from 'vitest';
import { NotYet, waitUntil } from '../core/wait-until.ts';
import type { Exercise } from '../sdk/exercise.ts';
import { CheckWatch } from './check-watch.ts';
import type { CheckOutcome } from './grade-report.ts';

const spec = { title: 'It holds', points: 50, hint: 'none', lecture: '00-x#y' };
const exercise = {
  slug: 'ex0-watched',
  title: 'Watched',
  summary: 'A fixture.',
  topology: 'pair',
  modules: {},
  permits: [],
  seed: [],
  grants: [],
  checks: [
    { ...spec, id: 'short', deadline: 50 },
    { ...spec, id: 'after-short', deadline: 50, requires: ['short'] },
  ],
} satisfies Exercise;
const passed: CheckOutcome = { verdict: 'passed', timing: { total: 1, cluster: 0, student: 0 } };

/** A watch with an overhead in milliseconds, and when it said that its worker hangs. */
function watched(overhead: number) {
  const hung: number[] = [];
  const began = performance.now();
  const watch = new CheckWatch(exercise, overhead, () => hung.push(performance.now() - began));
  const hangs = () => waitUntil('the worker to be ended', () => hung[0] ?? new NotYet('not yet'), { timeout: 10_000 });
  return { watch, hung, hangs };
}

test('a check that was only found in the record is ended after its own time and the overhead', async () => {
  const { watch, hung, hangs } = watched(100);
  const told: string[] = [];
  watch.listener = { began: (id) => told.push(id) };
  watch.begins('short');
  watch.begins('short'); // the record is read again and again
  expect(await hangs()).toBeGreaterThanOrEqual(149);
  expect([told, hung.length]).toEqual([['short'], 1]);
  expect(watch.errors).toEqual([expect.stringMatching(/^the worker did not answer/)]);
});

test('one that waits for another has the time of both', async () => {
  const { watch, hangs } = watched(100);
  watch.begins('after-short');
  expect(await hangs()).toBeGreaterThanOrEqual(199);
});

test('one that has settled before it is heard of is not timed, and is told of once', () => {
  const { watch } = watched(0);
  const told: string[] = [];
  watch.listener = { began: (id) => told.push(`${id} began`), settled: (id) => told.push(`${id} settled`) };
  watch.settle('short', passed);
  watch.settle('short', { ...passed, verdict: 'errored' });
  watch.begins('short');
  expect(told).toEqual(['short settled']);
  expect(watch.outcomes.get('short')).toBe(passed);
});

test('nothing is ended by a watch that is over', async () => {
  const [over, other] = [watched(0), watched(100)];
  over.watch.begins('short');
  over.watch[Symbol.dispose]();
  other.watch.begins('short');
  await other.hangs();
  expect(over.hung).toEqual([]);
});
