import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { descendantsOf, environmentOf, listProcesses, startOf } from '../core/processes.ts';
import { waitUntil } from '../core/wait-until.ts';
import { Journal } from './journal.ts';
import { joinBroker, openBroker } from './open-broker.ts';
import { openStorage, type Storage } from './storage.ts';
import { runVariable, sweepDeadRuns } from './sweep.ts';

let home: string;
let storage: Storage;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'lab-broker-'));
  chmodSync(home, 0o711);
  storage = openStorage({ LAB_STATE_DIR: join(home, 'state'), LAB_WORK_DIR: join(home, 'work') });
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

const sleeper = { label: 'sleeper', command: 'sleep', args: ['300'], cwd: '/', env: { PATH: process.env.PATH ?? '' } };
const leftRuns = () => readdirSync(join(storage.workDirectory, 'runs'));
const leftJournals = () => readdirSync(join(storage.stateDirectory, 'journal'));

test('disposing ends every process and removes every directory and the journal', async () => {
  let pid: number;
  {
    await using broker = openBroker(storage);
    await broker.makeDirectory('nodes/leader');
    ({ pid } = await broker.spawn(sleeper));
    expect(startOf(pid)).toBeDefined();
  }
  expect(startOf(pid)).toBeUndefined();
  expect([leftRuns(), leftJournals()]).toEqual([[], []]);
});

test('kill reaches children that left the session', async () => {
  await using broker = openBroker(storage);
  const owned = await broker.spawn({
    ...sleeper,
    command: 'sh',
    args: ['-c', 'setsid sleep 301 & setsid sh -c "setsid sleep 302 & wait" & wait'],
  });
  const children = await waitUntil(
    'three children',
    () => {
      const found = descendantsOf(owned.pid);
      return found.length >= 3 ? found : undefined;
    },
    { timeout: 5000 },
  );
  await owned.kill();
  expect(children.map((pid) => startOf(pid))).toEqual(children.map(() => undefined));
  expect(owned.exit?.signal).toBe('SIGKILL');
});

test.skipIf(spawnSync('unshare', ['--user', '--map-root-user', '--pid', '--fork', 'true']).status !== 0)(
  'where users may make namespaces, kill reaches what has left its parent in one of pids, without a mark and a session of the root’s',
  async () => {
    await using broker = openBroker(storage);
    const inside = 'env -i setsid sh -c "sleep 303 & sleep 304 &"; sleep 305';
    const args = ['--user', '--map-root-user', '--pid', '--fork', '--kill-child', 'sh', '-c', inside];
    const owned = await broker.spawn({ ...sleeper, command: 'unshare', args, contained: true });
    const family = () => descendantsOf(owned.pid);
    await waitUntil('all to run', () => family().length === 4, { timeout: 5000 });
    const all = family();
    await owned.kill();
    expect(all.map((pid) => startOf(pid))).toEqual(all.map(() => undefined));
  },
);

test('kill reaches the orphans of a process that has ended', async () => {
  await using broker = openBroker(storage);
  const owned = await broker.spawn({
    ...sleeper,
    command: 'sh',
    args: ['-c', 'setsid sh -c "sleep 306 & sleep 307" & exit 0'],
  });
  await owned.exited;
  const orphans = () => listProcesses().filter(({ pid }) => environmentOf(pid, 'REPLICATION_LAB_RUN') === broker.runId);
  await waitUntil('orphans', () => orphans().length >= 2, { timeout: 5000 });
  await owned.kill();
  expect(orphans()).toEqual([]);
});

test('a sweep ends what a killed owner left, also a process that was never written down, and spares a live run', async () => {
  await using live = openBroker(storage);
  const mine = await live.spawn(sleeper);
  const script = join(import.meta.dirname, 'fixtures', 'owner.ts');
  const owner = spawn(process.execPath, [script, storage.stateDirectory, storage.workDirectory], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const pids = await new Promise<number[]>((resolve) =>
    owner.stdout.once('data', (chunk) => resolve(JSON.parse(String(chunk)))),
  );
  owner.kill('SIGKILL');
  await waitUntil('the owner to be gone', () => startOf(owner.pid ?? 0) === undefined, { timeout: 5000 });
  expect(pids.every((pid) => startOf(pid) !== undefined)).toBe(true);
  const swept = sweepDeadRuns(storage);
  expect(swept).toMatchObject({ runs: 1, processes: pids.length });
  await waitUntil('all to be gone', () => pids.every((pid) => startOf(pid) === undefined), { timeout: 5000 });
  expect(startOf(mine.pid)).toBeDefined();
  expect(leftRuns()).toEqual([live.runId]);
  expect(existsSync(live.directory)).toBe(true);
});

test('what was entrusted to sweepers is swept in one go for each place', async () => {
  const program = join(import.meta.dirname, 'fixtures', 'sweeper.ts');
  const [here, there] = [join(home, 'here'), join(home, 'there')];
  const noted = () => [here, there].map((place) => (existsSync(place) ? readFileSync(place, 'utf8') : ''));
  {
    await using broker = openBroker(storage);
    for (const things of ['one', 'two', 'one']) broker.entrust({ program, place: here, things });
    broker.entrust({ program, place: there, things: 'three' });
    expect(noted()).toEqual(['', '']);
  }
  expect(noted()).toEqual(['one two\n', 'three\n']);
});

test('a sweep removes the shared memory of servers that it ends, and of no other', async ({ skip }) => {
  if (process.platform !== 'linux') skip('there is no /dev/shm');
  // A program is mapped where it runs, as the shared memory of a server is.
  const files = [1, 2].map((at) => `/dev/shm/PostgreSQL.${process.pid}00${at}`) as [string, string];
  using ends = new DisposableStack();
  for (const file of files) ends.defer(() => rmSync(file, { force: true }));
  for (const file of files) copyFileSync('/bin/sleep', file);
  for (const file of files) chmodSync(file, 0o755);
  await using live = openBroker(storage);
  await live.spawn({ ...sleeper, command: files[1] });
  const journal = new Journal(storage.stateDirectory, 'dead');
  const directory = join(storage.workDirectory, 'runs', 'dead');
  const owner = { pid: process.pid, start: 'long ago' };
  journal.write({ kind: 'run', runId: 'dead', owner, directory, at: new Date().toISOString() });
  const child = spawn(files[0], ['308'], { stdio: 'ignore', env: { [runVariable]: 'dead' } });
  await waitUntil('its mark', () => environmentOf(child.pid ?? 0, runVariable) === 'dead', { timeout: 5000 });
  expect(sweepDeadRuns(storage)).toMatchObject({ runs: 1, processes: 1 });
  expect(files.map((file) => existsSync(file))).toEqual([false, true]);
});

test('of several sweeps at once, each returns when nothing is left', async () => {
  const runId = 'several';
  const directory = join(storage.workDirectory, 'runs', runId);
  const files = Array.from({ length: 1000 }, (_, at) => join(directory, 'nodes', `${at % 20}`, `${at}`));
  for (const folder of new Set(files.map(dirname))) mkdirSync(folder, { recursive: true });
  for (const file of files) writeFileSync(file, '');
  const journal = new Journal(storage.stateDirectory, runId);
  const owner = { pid: process.pid, start: 'long ago' };
  journal.write({ kind: 'run', runId, owner, directory, at: new Date().toISOString() });
  const warden = join(import.meta.dirname, 'warden-main.ts');
  const sweeps = Array.from({ length: 4 }, () => spawn(process.execPath, [warden, journal.path], { stdio: 'ignore' }));
  const leftAfter = (sweep: ChildProcess) =>
    new Promise((resolve) => sweep.once('exit', (code) => resolve({ code, left: existsSync(directory) })));
  const nothingLeft = sweeps.map(() => ({ code: 0, left: false }));
  expect(await Promise.all(sweeps.map(leftAfter))).toEqual(nothingLeft);
});

test('a worker that a sweep has not come upon can neither make a directory nor start anything, and leaves nothing', async () => {
  const owner = openBroker(storage);
  await using worker = joinBroker(owner.handle, 'a grading');
  await owner[Symbol.asyncDispose](); // the run has gone
  await expect(worker.makeDirectory('machines/leader')).rejects.toThrow('ENOENT');
  await expect(worker.spawn(sleeper)).rejects.toThrow('ENOENT');
  expect([leftRuns(), leftJournals()]).toEqual([[], []]);
  expect(listProcesses().filter(({ pid }) => environmentOf(pid, runVariable) === owner.handle.runId)).toEqual([]);
});

test('a program that does not exist is START_FAILED and leaves nothing', async () => {
  await using broker = openBroker(storage);
  await expect(broker.spawn({ ...sleeper, command: '/nowhere/program' })).rejects.toMatchObject({
    code: 'START_FAILED',
  });
});

test('a directory of somebody else is refused', () => {
  if (process.getuid?.() !== 0) return;
  const foreign = join(home, 'foreign');
  spawnSync('install', ['-d', '-o', 'nobody', foreign]);
  expect(() => openStorage({ LAB_STATE_DIR: foreign, LAB_WORK_DIR: join(home, 'w') })).toThrow(
    /not a directory of this user/,
  );
});
