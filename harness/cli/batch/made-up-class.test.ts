import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { courseMaterial } from '../../bench/batch/class/course.ts';
import { deviations } from '../../bench/batch/class/deviations.ts';
import { makeClass } from '../../bench/batch/class/make-class.ts';
import { writeClass } from '../../bench/batch/class/write-class.ts';
import { openBroker } from '../../broker/open-broker.ts';
import { openStorage } from '../../broker/storage.ts';
import { chooseUsers } from '../../broker/users.ts';
import { openCanaries } from '../../enclosure/canaries.ts';
import { findEnclosureTools } from '../../enclosure/tools.ts';
import { type BatchFixture, batchFixture } from '../testing/batch-fixture.ts';

vi.setConfig({ testTimeout: 240_000 });

const tools = findEnclosureTools();
const nothing = { processes: [], runs: [], journals: [] };

let course: BatchFixture;
beforeAll(() => {
  course = batchFixture();
});
afterAll(() => course[Symbol.dispose]());

test.skipIf('missing' in tools)(
  `a made-up class of every kind, six at a time: every verdict is as known, no attack touches anything, nothing is left${
    'missing' in tools ? ` (skipped: ${tools.missing})` : ''
  }`,
  async () => {
    const folder = course.folder();
    const seed = 'c1a55';
    await using broker = openBroker(openStorage(process.env));
    await using canaries = await openCanaries(broker, chooseUsers().student);
    const material = await courseMaterial(course.root, undefined, new Set(['pg_basebackup', 'pg_ctl']));
    const submissions = await makeClass({ material, seed, size: 12, targets: canaries.targets });
    await writeClass(submissions, folder.path);
    // Not trusted: attacks are told from right answers by their isolation alone.
    const args = ['batch', folder.path, '--out', folder.results, '--jobs', '6'];
    const { code, stderr, stdout } = await course.home.start(...args).ended;
    expect({ code, stderr }, stdout).toEqual({ code: expect.toBeOneOf([0, 2]), stderr: '' });
    expect(deviations(folder.gradebook(), submissions)).toEqual([]);
    expect(canaries.touched()).toEqual([]);
    expect(course.home.left()).toEqual(nothing);
  },
);
