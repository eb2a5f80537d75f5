import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { Queue } from '../../batch/queue/queue.ts';
import { queueUrl } from '../../batch/queue/queue-url.ts';
import { type BatchFixture, batchFixture } from '../testing/batch-fixture.ts';
import { fixture } from '../testing/fixture-exercise.ts';
import { type QueueServer, startQueueServer } from '../testing/queue-server.ts';
import { labHome } from '../testing/run-lab.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const nothing = { processes: [], runs: [], journals: [] };
const silently = { news: () => undefined, patience: 600 };

let course: BatchFixture;
let queue: QueueServer;
beforeAll(async () => {
  course = batchFixture();
  queue = await startQueueServer();
});
afterAll(async () => {
  await queue[Symbol.asyncDispose]();
  course[Symbol.dispose]();
});

test('machines that come to an empty database at once do not disturb each other', async () => {
  await queue.ask('create database empty');
  const url = queueUrl(queue.url.replace(/postgres$/, 'empty'));
  const opened = await Promise.allSettled(Array.from({ length: 6 }, () => Queue.open(url, silently)));
  for (const each of opened) if (each.status === 'fulfilled') await each.value[Symbol.asyncDispose]();
  expect(opened.filter(({ status }) => status === 'rejected')).toEqual([]);
});

test('a batch without --queue loads nothing of it', async () => {
  const folder = course.folder();
  const log = join(course.root, 'loaded');
  const preload = join(import.meta.dirname, '..', 'fixtures', 'log-loaded.ts');
  using home = labHome({ NODE_OPTIONS: `--import=${preload}`, LAB_LOADED_LOG: log }, course.root);
  const loads = async (...options: string[]) => {
    rmSync(log, { force: true });
    expect(await home.start('batch', folder.path, '--exercise', fixture.word, ...options).ended).toMatchObject({
      code: 0,
    });
    return readFileSync(log, 'utf8').includes('/pg-boss/');
  };
  expect([await loads('--trust'), await loads('--queue', queue.url)]).toEqual([false, true]);
});

test('the password of the queue is printed nowhere, and a queue that does not answer is one clear line', async () => {
  const folder = course.folder();
  const wrongPassword = queue.url.replace(queue.password, 'no-such-secret');
  const ended = await folder.handOut(wrongPassword).ended;
  expect(ended).toMatchObject({ code: 2, stdout: '' });
  expect(ended.stderr).toMatch(/^lab: the queue cannot be used: password authentication failed for user "lab_queue" /);
  expect(ended.stderr).not.toContain('no-such-secret');
  const refused = [
    ['worker', '--queue', 'mysql://ann:no-such-secret@db/lab'],
    ['worker', '--queu=postgres://ann:no-such-secret@db/lab'],
    ['worker'],
    ['batch', folder.path, '--queue', queue.url, '--jobs', '2'],
    ['batch', folder.path, '--queue', queue.url, '--lost-after', '5'],
    ['batch', folder.path, '--give-up-after', '60'],
    ['worker', '--queue', queue.url, '--give-up-after', '5'],
  ];
  for (const args of refused) {
    const { code, stderr } = await course.home.start(...args).ended;
    expect({ code, args }).toEqual({ code: 3, args });
    expect(stderr).not.toMatch(/no-such-secret/);
    expect(stderr).not.toContain(queue.password);
  }
  expect(course.home.left()).toEqual(nothing);
});
