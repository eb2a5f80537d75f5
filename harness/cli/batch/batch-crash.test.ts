import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeZip } from '../../batch/testing/make-zip.ts';
import { waitUntil } from '../../core/wait-until.ts';
import { type BatchFixture, batchFixture, type HandInFolder, wrong } from '../testing/batch-fixture.ts';
import { afterAMoment, type LabProcess } from '../testing/run-lab.ts';
import { smallDisk } from '../testing/small-disk.ts';

/** How many random moments a batch is killed at; more by LAB_MOMENTS=20. */
const moments = Number(process.env.LAB_MOMENTS ?? 3);

const nothing = { processes: [], runs: [], journals: [] };

let course: BatchFixture;
/** What an undisturbed batch comes to, and its milliseconds. */
let undisturbed: { grades: unknown[]; ms: number };
beforeAll(async () => {
  // The same secret everywhere: the same seeds, so results can be compared to the last bit.
  course = batchFixture({ LAB_COURSE_SECRET: 'of these tests' });
  const folder = filled();
  const { code, ms } = await folder.start('--jobs', '2').ended;
  expect(code).toBe(0);
  undisturbed = { grades: folder.grades(), ms };
}, 240_000);
afterAll(() => course[Symbol.dispose]());

function filled(): HandInFolder {
  const folder = course.folder();
  for (const name of ['ann', 'bob']) folder.right(name);
  folder.answer('carl', wrong);
  folder.file('dora.zip', makeZip([{ name: '../dora.ts', content: wrong }]));
  return folder;
}

test('killed at random moments and run again, it comes to the same, each grade once', {
  timeout: moments * 90_000,
}, async ({ annotate }) => {
  let [kills, batches, usual] = [0, 0, undisturbed.ms];
  while (kills < moments) {
    const folder = filled();
    // Killed again and again until it was done before the moment came: then there is nothing left to hit in this folder.
    for (let first = true; kills < moments; first = false) {
      const { killed, ms } = await killedAfter(Math.random() * usual, folder.start('--jobs', '2'));
      if (first && !killed) usual = ms; // the first batch of all has made the templates too
      if (!killed) break;
      kills += 1;
    }
    expect(await folder.start('--jobs', '2').ended).toMatchObject({ code: 0, stderr: '' });
    expect(folder.grades()).toEqual(undisturbed.grades);
    const finished = folder.journal().filter((line) => line.startsWith('finished'));
    expect(finished.sort()).toEqual(['finished ann', 'finished bob', 'finished carl']);
    for (const { evidence } of folder.gradebook().rows)
      expect(evidence === undefined || existsSync(join(folder.results, evidence, 'report.json'))).toBe(true);
    expect(course.home.left()).toEqual(nothing);
    batches += 1;
  }
  await annotate(`${kills} kills in ${batches} batches, each about ${Math.round(usual)} ms long`);
});

async function killedAfter(moment: number, batch: LabProcess): Promise<{ killed: boolean; ms: number }> {
  await afterAMoment(moment, batch);
  batch.child.kill('SIGKILL');
  const { ms, signal } = await batch.ended;
  return { killed: signal === 'SIGKILL', ms };
}

test('Ctrl-C ends it with 130 and the command to go on; what was finished stays', { timeout: 240_000 }, async () => {
  const folder = filled();
  const batch = folder.start('--jobs', '1');
  await waitUntil('the first grade', () => batch.child.exitCode !== null || hasFinished(folder), { timeout: 60_000 });
  batch.child.kill('SIGINT');
  const { code, stderr, stdout } = await batch.ended;
  expect({ code, stderr }).toEqual({ code: 130, stderr: '' });
  expect(stdout).toMatch(/\ngo on {5}npm run batch .*handed-in -- --out .* --exercise ex9 --trust --jobs 1\n$/);
  expect(folder.gradebook().rows.filter(({ status }) => status === 'waiting').length).toBeGreaterThan(0);
  expect(course.home.left()).toEqual(nothing);
  const again = await folder.start('--jobs', '2').ended;
  expect(again.code).toBe(0);
  expect(again.stdout).toMatch(/\n[12] to grade; [12] graded before\n/);
  expect(folder.grades()).toEqual(undisturbed.grades);
});

test('a full disk ends it with a clear line and no grade is lost or made up', { timeout: 120_000 }, async ({
  skip,
}) => {
  const folder = filled();
  using disk = smallDisk(folder.results, '48k');
  if (disk.missing) skip(disk.missing);
  const { code, stderr, stdout } = await folder.start('--jobs', '1').ended;
  expect({ code, stderr, stdout }).toMatchObject({ code: 2 });
  expect(stdout + stderr).toContain('ENOSPC: no space left on device');
  expect(stderr).toMatch(
    /\n {5}next: make room, or make it writable; what is finished stays: npm run batch .*--jobs 1\n$/,
  );
  expect(course.home.left()).toEqual(nothing);
  disk.grow('32m');
  const again = await folder.start('--jobs', '2').ended;
  expect(again).toMatchObject({ code: 0, stderr: '' });
  expect(folder.grades()).toEqual(undisturbed.grades);
});

function hasFinished(folder: HandInFolder): boolean {
  const file = join(folder.results, 'journal.jsonl');
  return existsSync(file) && readFileSync(file, 'utf8').includes('"finished"');
}
