import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { JobSource } from '../../batch/queue/job-source.ts';
import { Queue } from '../../batch/queue/queue.ts';
import { queueUrl } from '../../batch/queue/queue-url.ts';
import { makeZip } from '../../batch/testing/make-zip.ts';
import { waitUntil } from '../../core/wait-until.ts';
import { type BatchFixture, batchFixture, type HandInFolder, poison, wrong } from '../testing/batch-fixture.ts';
import { fixture } from '../testing/fixture-exercise.ts';
import { type QueueServer, startQueueServer } from '../testing/queue-server.ts';
import { afterAMoment, type LabProcess } from '../testing/run-lab.ts';

vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 });

/** How often something is killed at a random moment: by LAB_MOMENTS=20. */
const moments = Number(process.env.LAB_MOMENTS ?? 0);
/** Milliseconds, at most, between two such moments. */
const longestPause = 8000;

const nothing = { processes: [], runs: [], journals: [] };

const started: LabProcess[] = [];
let course: BatchFixture;
let queue: QueueServer;
/** What a batch without workers comes to. */
let local: unknown[];
beforeAll(async () => {
  // The same secret everywhere: the same seeds, so results can be compared to the last bit.
  course = batchFixture({ LAB_COURSE_SECRET: 'of these tests' });
  queue = await startQueueServer();
  const folder = filled();
  expect(await folder.start('--jobs', '2').ended).toMatchObject({ code: 0 });
  local = folder.grades();
});
afterAll(async () => {
  for (const each of started) each[Symbol.dispose]();
  await queue[Symbol.asyncDispose]();
  course[Symbol.dispose]();
});

function filled(): HandInFolder {
  const folder = course.folder();
  folder.right('ann');
  folder.answer('carl', wrong);
  folder.file('dora.zip', makeZip([{ name: fixture.module, content: wrong }]));
  folder.file('none.zip', makeZip([{ name: 'other.txt', content: 'nothing that is asked for' }]));
  return folder;
}

function worker({ url } = queue): LabProcess {
  return ending(course.home.start('worker', '--queue', url, '--trust', '--jobs', '1'));
}

/** A test that fails leaves nothing that would wait for a queue for ever. */
function ending(process: LabProcess): LabProcess {
  started.push(process);
  return process;
}

/** So that both are there when the first job is. */
async function twoWorkers(): Promise<[LabProcess, LabProcess]> {
  const both: [LabProcess, LabProcess] = [worker(), worker()];
  const ready = () => both.every((each) => each.said().startsWith('worker at '));
  await waitUntil('two workers', ready, { timeout: 60_000 });
  return both;
}

const silently = { news: () => undefined, patience: 600 };

const settledLines = (text: string) => text.split('\n').filter((line) => /^[✓✗]/.test(line));

/** Until so many gradings are being made, by workers that the queue believes to be alive. */
async function underWay(count: number, { ask } = queue): Promise<void> {
  await waitUntil(
    `${count} gradings under way`,
    async () => {
      const [active] = await ask("select count(*)::int from lab_jobs_1.job where state = 'active'");
      return active === count;
    },
    { timeout: 60_000, interval: 50 },
  );
}

/** Each grading has come to an end once, and as it does without workers. */
function expectAllOnce(folder: HandInFolder): void {
  expect(folder.journal().filter((line) => line.startsWith('errored'))).toEqual([]);
  expectFinishedOnce(folder);
}

function expectFinishedOnce(folder: HandInFolder): void {
  expect(folder.grades()).toEqual(local);
  const finished = folder.journal().filter((line) => line.startsWith('finished'));
  expect(finished.sort()).toEqual(['ann', 'carl', 'dora', 'none'].map((name) => `finished ${name}`));
}

async function interrupt(process: LabProcess): Promise<Awaited<LabProcess['ended']>> {
  process.child.kill('SIGINT');
  return await process.ended;
}

test('two workers come to what one machine comes to, and leave nothing in the queue', async () => {
  const folder = filled();
  const one = worker();
  const two = worker();
  const { code, stderr, stdout } = await folder.handOut(queue.url).ended;
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toMatch(/^batch of .*handed-in \(PostgreSQL \d+\.\d+, by workers at postgres:\/\/lab_queue:…@/);
  expectAllOnce(folder);
  for (const { evidence = '' } of folder.gradebook().rows) {
    const report = JSON.parse(readFileSync(join(folder.results, evidence, 'report.json'), 'utf8'));
    expect(report.run.evidence).toBe(join(folder.results, evidence));
    expect(existsSync(join(folder.results, evidence, 'timeline.html'))).toBe(true);
  }
  const ended = [await interrupt(one), await interrupt(two)];
  expect(ended.map((each) => each.code)).toEqual([130, 130]);
  expect(ended.map((each) => each.stderr)).toEqual(['', '']);
  expect(ended.flatMap(({ stdout }) => settledLines(stdout))).toHaveLength(4);
  const written = readFileSync(join(folder.results, 'journal.jsonl'), 'utf8');
  expect(written + stdout + ended.map((each) => each.stdout).join('')).not.toContain(queue.password);
  expect(await queue.ask('select count(*)::int from lab_batch_1.batch')).toEqual([0]);
  expect(await queue.ask('select count(*)::int from lab_jobs_1.job')).toEqual([0]);
  expect(course.home.left()).toEqual(nothing);
});

test('a worker is killed in the middle: another makes its grading, nothing is lost and nothing told twice', async () => {
  const folder = filled();
  const [one, two] = await twoWorkers();
  const batch = ending(folder.handOut(queue.url, '--lost-after', '10'));
  await underWay(2);
  one.child.kill('SIGKILL');
  expect(await batch.ended).toMatchObject({ code: 0, stderr: '' });
  expectAllOnce(folder);
  const [killed, other] = [await one.ended, await interrupt(two)];
  expect(settledLines(killed.stdout + other.stdout)).toHaveLength(4);
  expect(course.home.left()).toEqual(nothing);
});

test('a worker that is interrupted gives back what it has, and at once', async () => {
  const folder = filled();
  const one = worker();
  const batch = ending(folder.handOut(queue.url, '--lost-after', '600'));
  await underWay(1);
  expect((await interrupt(one)).code).toBe(130);
  await underWay(0);
  const two = worker();
  expect(await batch.ended).toMatchObject({ code: 0, stderr: '' });
  expectAllOnce(folder);
  await interrupt(two);
});

test('the PostgreSQL of the queue is killed in the middle: all wait for it, and go on', async () => {
  const folder = filled();
  const [one, two] = await twoWorkers();
  const batch = ending(folder.handOut(queue.url));
  await underWay(2);
  await queue.interrupted(async () => {
    const noticed = () => [batch, one, two].every((each) => each.said().includes('does not answer'));
    await waitUntil('all to notice it', noticed, { timeout: 60_000 });
  });
  const { code, stderr, stdout } = await batch.ended;
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toMatch(/\nthe queue does not answer, and is tried again: .*\n(.*\n)*the queue answers again\n/);
  expectAllOnce(folder);
  for (const each of [one, two]) expect(await interrupt(each)).toMatchObject({ code: 130, stderr: '' });
});

test('the disk of the queue is full for a while: all wait for it, and go on', async ({ skip }) => {
  await using small = await startQueueServer({ disk: '160m' });
  if (small.lacks) skip(small.lacks);
  const folder = filled();
  const one = worker(small);
  const batch = ending(folder.handOut(small.url));
  await underWay(1, small);
  await small.full(async () => {
    const noticed = () => /No space left on device/.test(one.said() + batch.said());
    await waitUntil('one of them to notice it', noticed, { timeout: 60_000 });
  });
  expect(await batch.ended).toMatchObject({ code: 0, stderr: '' });
  expectAllOnce(folder);
  expect(await interrupt(one)).toMatchObject({ code: 130, stderr: '' });
});

test('the coordinator is killed in the middle: workers go on, and the same command takes what they have made', async () => {
  const folder = filled();
  const one = worker();
  const first = ending(folder.handOut(queue.url));
  await waitUntil('the first grade', () => settledLines(first.said()).length > 0, { timeout: 60_000 });
  first.child.kill('SIGKILL');
  await first.ended;
  await waitUntil('all results', async () => (await waitingInQueue()) === 0, { timeout: 60_000, interval: 50 });
  expect(await interrupt(one)).toMatchObject({ code: 130 });
  const { code, stdout } = await folder.handOut(queue.url).ended; // there is no worker any more
  expect(code).toBe(0);
  expect(stdout).toMatch(/\n[1-3] to grade; [1-3] graded before\n/);
  expectAllOnce(folder);
  expect(course.home.left()).toEqual(nothing);
});

/** Jobs that wait for a worker or are being made. */
async function waitingInQueue(): Promise<unknown> {
  return (await queue.ask("select count(*)::int from lab_jobs_1.job where state <= 'active'"))[0];
}

test('a submission that was replaced while the coordinator was away is graded in its newest version only', async () => {
  const folder = course.folder();
  folder.answer('ann', wrong);
  const first = ending(folder.handOut(queue.url));
  await waitUntil('the job', async () => (await waitingInQueue()) === 1, { timeout: 60_000, interval: 50 });
  const { code, stderr, stdout } = await interrupt(first);
  expect({ code, stderr }).toEqual({ code: 130, stderr: '' });
  expect(stdout).toMatch(
    /\n1 answer: 1 waiting\n.*\ngo on {5}npm run batch .* --queue 'postgres:\/\/lab_queue:…@.*'\n$/,
  );
  folder.right('ann');
  const second = ending(folder.handOut(queue.url));
  await waitUntil('the new job', async () => (await waitingInQueue()) === 2, { timeout: 60_000, interval: 50 });
  const one = worker();
  expect(await second.ended).toMatchObject({ code: 0 });
  expect(folder.gradebook().rows.map(({ status }) => status)).toEqual(['passed']);
  expect(settledLines((await interrupt(one)).stdout)).toHaveLength(1);
});

test('what fails by our fault is handed out twice and set aside; three submissions in a row end the worker', async () => {
  const folder = course.folder();
  folder.answer('ann', poison('ann'));
  folder.right('bob');
  const one = worker();
  const first = await folder.handOut(queue.url).ended;
  expect(first).toMatchObject({ code: 2, stderr: '' });
  const ofAnn = folder.journal().filter((line) => line.endsWith(' ann'));
  expect(ofAnn).toEqual(['asked ann', 'started ann', 'errored ann', 'started ann', 'errored ann']);
  expect(first.stdout).toContain('our fault: a fault of ours; it is set aside, and no zero\n');
  expect(first.stdout).toMatch(/\ntry again npm run batch .* --queue 'postgres:\/\/lab_queue:…@.*' --only errored\n$/);
  expect(folder.gradebook().rows.map(({ points }) => points?.earned)).toEqual([undefined, 100]);

  expect((await interrupt(one)).code).toBe(130);
  for (const name of ['bob', 'carl', 'dora']) folder.answer(name, poison(name));
  const two = worker();
  const second = await folder.handOut(queue.url).ended;
  expect(second.stdout).toContain('\nstopped   three submissions in a row failed by our fault, the last: ');
  const ended = await two.ended;
  expect(ended).toMatchObject({ code: 2 });
  expect(ended.stderr).toMatch(/^lab: three submissions in a row failed by our fault, the last: a fault of ours\n/);
  expect(await queue.ask('select count(*)::int from lab_batch_1.batch')).toEqual([0]);
  expect(course.home.left()).toEqual(nothing);
});

test('a worker of another version is refused in one line, and one that was there before does not grade', async () => {
  const { LAB_STATE_DIR = '', LAB_WORK_DIR = '' } = course.home.env; // what is made once is there already
  using other = batchFixture({ LAB_STATE_DIR, LAB_WORK_DIR });
  appendFileSync(join(other.root, 'graders', fixture.slug, 'grader.test.ts'), '// another\n');
  const another = () => ending(other.home.start('worker', '--queue', queue.url, '--trust', '--jobs', '1'));
  const early = another();
  await waitUntil('the worker', () => early.said().startsWith('worker at '), { timeout: 60_000 });
  const folder = filled();
  const batch = ending(folder.handOut(queue.url));
  const says = /the grader of ex9-fixture or the harness is another \([0-9a-f]{8} here, [0-9a-f]{8} there\)\n/;
  await waitUntil('it to say so', () => says.test(early.said()), { timeout: 60_000 });
  const late = await another().ended;
  expect(late).toMatchObject({ code: 3, stdout: '' });
  expect(late.stderr).toMatch(
    /^lab: this copy of the course cannot grade for the batch in the queue: the grader of .*\n {5}next: .*\n$/,
  );
  const one = worker();
  expect(await batch.ended).toMatchObject({ code: 0 });
  expectAllOnce(folder);
  expect(settledLines((await interrupt(early)).stdout)).toEqual([]);
  await interrupt(one);
});

test('a submission that loses two workers has failed by our fault, and is tried once more', async () => {
  const folder = course.folder();
  folder.right('ann');
  const batch = ending(folder.handOut(queue.url, '--lost-after', '10'));
  await waitUntil('the job', async () => (await waitingInQueue()) === 1, { timeout: 60_000, interval: 50 });
  // Whoever takes a job and is never heard of again.
  await using taker = await Queue.open(queueUrl(queue.url), silently);
  const source = new JobSource(taker, { engine: 'none', postgres: 'none', exercises: {} });
  const [id] = (await queue.ask('select id::text from lab_batch_1.batch')) as string[];
  for (let lost = 0; lost < 2; lost += 1)
    await waitUntil('the job to be there', () => source.take([id as string]), { timeout: 60_000, interval: 200 });
  await waitUntil('the loss to be told', () => batch.said().includes('two workers'), { timeout: 60_000 });
  const one = worker();
  expect(await batch.ended).toMatchObject({ code: 0, stderr: '' });
  const ofAnn = folder.journal().filter((line) => line.endsWith(' ann'));
  expect(ofAnn).toEqual(['asked ann', 'started ann', 'errored ann', 'started ann', 'finished ann']);
  expect(folder.gradebook().rows.map(({ status }) => status)).toEqual(['passed']);
  await interrupt(one);
});

test('a queue that has gone for good is not waited for for ever: batch and worker end with one clear line, and nothing is lost', async () => {
  const folder = filled();
  const patience = ['--give-up-after', '10'];
  const one = ending(course.home.start('worker', '--queue', queue.url, '--trust', '--jobs', '1', ...patience));
  const batch = ending(folder.handOut(queue.url, ...patience));
  await underWay(1);
  await queue.interrupted(async () => {
    for (const { code, signal, stderr, stdout } of [await one.ended, await batch.ended]) {
      expect({ code, signal }, stdout + stderr).toEqual({ code: 2, signal: null });
      expect(stdout).toContain('\nthe queue does not answer, and is tried again: ');
      expect(stderr).toMatch(/^lab: the queue has not answered for 10 seconds: .* \(postgres:\/\/lab_queue:…@.*\)\n/);
    }
  });
  expect((await batch.ended).stderr).toContain(
    'next: when its PostgreSQL answers again; what is finished stays: npm run batch',
  );
  const other = worker();
  expect(await ending(folder.handOut(queue.url)).ended).toMatchObject({ code: 0, stderr: '' });
  expectAllOnce(folder);
  await interrupt(other);
  expect(course.home.left()).toEqual(nothing);
});

test.runIf(moments > 0)(
  'whatever is killed at random moments, each grading comes to an end once and as ever',
  {
    timeout: moments * 90_000,
  },
  async ({ annotate }) => {
    const kills = { worker: 0, batch: 0, queue: 0 };
    const sum = () => kills.worker + kills.batch + kills.queue;
    let batches = 0;
    for (; sum() < moments; batches += 1) {
      const folder = filled();
      const begin = () => ending(folder.handOut(queue.url, '--lost-after', '10'));
      const workers = [worker(), worker()];
      let batch = begin();
      while (sum() < moments) {
        await afterAMoment(Math.random() * longestPause, batch);
        if (batch.child.exitCode === 0) break;
        const [victim] = Object.keys(kills).sort(() => Math.random() - 0.5) as (keyof typeof kills)[];
        if (victim === 'queue') await queue.interrupted(async () => undefined);
        else (victim === 'batch' ? batch : (workers[sum() % 2] as LabProcess)).child.kill('SIGKILL');
        kills[victim as keyof typeof kills] += 1;
        // A command that begins while the queue is away says so and ends.
        batch = await goingOn(batch, begin);
        for (const [at, each] of workers.entries()) workers[at] = await goingOn(each, worker);
      }
      while ((await batch.ended).code !== 0) batch = begin();
      expectFinishedOnce(folder);
      for (const each of workers) await interrupt(each);
      expect(course.home.left()).toEqual(nothing);
      expect(await queue.ask('select count(*)::int from lab_batch_1.batch')).toEqual([0]);
    }
    await annotate(`${JSON.stringify(kills)} in ${batches} batches`);
  },
);

/** The same process, or a new one where it was killed, or could not begin while the queue was away. */
async function goingOn(process: LabProcess, begin: () => LabProcess): Promise<LabProcess> {
  const { exitCode, signalCode, killed } = process.child;
  if (exitCode === 0 || (exitCode === null && signalCode === null && !killed)) return process;
  await process.ended;
  return begin();
}
