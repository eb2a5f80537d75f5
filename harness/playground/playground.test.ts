import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { RunningCluster } from '../cluster/cluster.ts';
import { NotYet, waitUntil } from '../core/wait-until.ts';
import { openEngineForTest } from '../engines/embedded/open-for-test.ts';
import { parseTopology, type Topology } from '../scenario/topology.ts';
import type { Outcome } from './outcome.ts';
import { Playground } from './playground.ts';
import { readCommands } from './read-commands.ts';
import { statusLine } from './render-status.ts';
import { startNodes } from './start-nodes.ts';
import { makeSynchronous } from './synchronous.ts';

vi.setConfig({ testTimeout: 60_000 });

let opened: Awaited<ReturnType<typeof openEngineForTest>>;
beforeAll(async () => {
  opened = await openEngineForTest();
});
afterAll(() => opened[Symbol.asyncDispose]());

const grants = ['CREATE ON DATABASE postgres', 'CREATE, USAGE ON SCHEMA public'];
let count = 0;

interface Played extends AsyncDisposable {
  lab: Playground;
  cluster: RunningCluster;
  /** Answers of the background. */
  news: string[];
  /** Performs a line; `signal` gives up. Returns the last outcome. */
  type(line: string, signal?: AbortSignal): Promise<Outcome>;
  /** Waits until the status line matches. */
  shows(pattern: RegExp): Promise<void>;
}

async function play(topology = 'leader -> follower', superuser = false): Promise<Played> {
  count += 1;
  const parsed = parseTopology(topology) as Topology;
  const cluster = await startNodes(opened.engine, { id: `lab-${count}`, topology: parsed, superuser, grants });
  if (!cluster) throw new Error('no nodes');
  const news: string[] = [];
  const lab = new Playground(cluster, (text) => news.push(text));
  return {
    lab,
    cluster,
    news,
    async type(line, signal = new AbortController().signal) {
      let last: Outcome | undefined;
      for (const reading of readCommands(line, parsed.nodes)) {
        if ('problem' in reading) throw new Error(reading.problem);
        last = await lab.perform(reading, signal);
      }
      if (!last) throw new Error('no command');
      return last;
    },
    async shows(pattern) {
      const look = async () => {
        const line = statusLine(await lab.status());
        return pattern.test(line) || new NotYet(line);
      };
      await waitUntil(`the status to match ${pattern}`, look, { timeout: 30_000, interval: 20 });
    },
    async [Symbol.asyncDispose]() {
      await lab[Symbol.asyncDispose]();
      await cluster[Symbol.asyncDispose]();
    },
  };
}

test('a follower loses its leader, is behind, and catches up; the status says so each time', async () => {
  await using lab = await play('leader -> near, far');
  await lab.shows(/^leader leads, timeline 1, \S+ \| near follows, .*, 0 B behind \| far follows, .*, 0 B behind$/);
  await lab.type('sql leader CREATE TABLE t (id int); catchup far; disconnect far');
  await lab.shows(/far follows nobody, .* \[disconnected\]$/);
  await lab.type('sql leader INSERT INTO t SELECT generate_series(1, 1000); catchup near');
  await lab.shows(/near follows, .*, 0 B behind \| far follows nobody, .* [1-9]\d* kB behind \[disconnected\]$/);
  expect((await lab.type('sql far SELECT count(*) FROM t')).text).toMatch(/^\s+0$/m);
  expect(await lab.type('lag')).toMatchObject({ text: expect.stringMatching(/^ far +\| leader \| not connected \|/m) });
  expect((await lab.type('reconnect far; catchup far; sql far SELECT count(*) FROM t')).text).toMatch(/^\s+1000$/m);
  await lab.shows(/far follows, .*, 0 B behind$/);
});

test('after a kill and a promotion the other one leads on a new timeline', async () => {
  await using lab = await play();
  await lab.type('kill leader; promote follower');
  await lab.shows(/^leader is off \| follower leads, timeline 2, \S+$/);
  expect(await lab.type('sql follower CREATE TABLE t ()')).toEqual({ text: 'CREATE TABLE', failure: undefined });
  await lab.type('start leader');
  await lab.shows(/^leader leads, timeline 1, \S+ \| follower leads, timeline 2, \S+$/);
  expect((await lab.type('lag')).text).toBe('no server follows another now');
});

test('after a failover another follower is told whom to follow', async () => {
  await using lab = await play('leader -> near, far');
  await lab.type('sql leader CREATE TABLE t (id int); catchup near; catchup far; kill leader; promote near');
  await lab.shows(/^leader is off \| near leads, timeline 2, .* \| far follows nobody, /);
  expect((await lab.type('follow near far')).text).toBe(
    'near accepts writes of its own; only a new copy of far could follow it',
  );
  expect((await lab.type('follow far near')).text).toBe('far asks near for its log');
  await lab.shows(/far follows, timeline 2, .*, 0 B behind$/);
  expect((await lab.type('sql near INSERT INTO t VALUES (1); catchup far; sql far TABLE t')).text).toMatch(/^\s+1$/m);
});

test('a frozen server is shown as one, also when it was frozen by others than us', async () => {
  await using lab = await play();
  await lab.type('pause follower');
  await lab.shows(/follower is frozen$/);
  await lab.type('resume follower');
  await lab.shows(/follower follows, /);
  const { cluster } = lab;
  const { dataDirectory } = cluster.follower.machine;
  const signal = (name: string) =>
    cluster.follower.machine.run(
      `cd '${dataDirectory}' && for each in /proc/[0-9]*; do [ "$(readlink $each/cwd)" = "$PWD" ] && [ \${each#/proc/} != $$ ] && kill -${name} \${each#/proc/}; done`,
    );
  await signal('STOP');
  await lab.shows(/follower does not answer$/);
  await signal('CONT');
  await lab.shows(/follower follows, /);
});

test('replay can be held while the log still arrives', async () => {
  await using lab = await play();
  await lab.type('sql leader CREATE TABLE t (id int); catchup follower; replay follower off');
  await lab.type('sql leader INSERT INTO t SELECT generate_series(1, 1000)');
  await lab.shows(/follower follows, .* [1-9]\d* kB behind \[replay held\]$/);
  const heldRow = / follower \| leader \| async +\| +0 B \| +[1-9]\d* kB \|/;
  await waitUntil('all to be received', async () => heldRow.test((await lab.type('lag')).text), { timeout: 30_000 });
  await lab.type('replay follower on; catchup follower');
  expect((await lab.type('sql follower SELECT count(*) FROM t')).text).toMatch(/^\s+1000$/m);
});

test('a commit that waits for a lost follower can be given up, and the server says what that means', async () => {
  await using lab = await play();
  await makeSynchronous(lab.cluster);
  await lab.type('sql leader CREATE TABLE t (id int); disconnect follower');
  const user = new AbortController();
  const answer = lab.type('sql leader INSERT INTO t VALUES (1)', user.signal);
  const waits = "SELECT 1 FROM pg_catalog.pg_stat_activity WHERE wait_event = 'SyncRep'";
  await waitUntil('the commit to wait', async () => (await lab.cluster.leader.query(waits)).length === 1, {
    timeout: 30_000,
  });
  user.abort();
  expect((await answer).text).toBe(
    'WARNING:  canceling wait for synchronous replication due to user request\n' +
      'DETAIL:  The transaction has already committed locally, but might not have been replicated to the standby.\n' +
      'INSERT 0 1',
  );
});

test('a statement in the background leaves the prompt free, and its answer comes by itself', async () => {
  await using lab = await play();
  await makeSynchronous(lab.cluster);
  await lab.type('sql leader CREATE TABLE t (id int); disconnect follower');
  const { text } = await lab.type('sql leader INSERT INTO t VALUES (1) &');
  expect(text).toBe('[1] is under way on leader; its answer is shown when it comes');
  expect((await lab.type('sql leader SELECT 7 AS seven')).text).toMatch(/^\s+7$/m);
  expect(lab.news).toEqual([]);
  await lab.type('reconnect follower');
  expect(await lab.lab.settled(AbortSignal.timeout(30_000))).toBe(true);
  expect(lab.news).toEqual(['[1] leader: INSERT 0 1']);
});

test('the session of a node lasts from command to command', async () => {
  await using lab = await play();
  await lab.type('sql leader BEGIN; CREATE TABLE t (id int)');
  expect((await lab.type('sql leader ROLLBACK')).text).toBe('ROLLBACK');
  expect((await lab.type('sql leader TABLE t')).text).toMatch(/^ERROR: {2}relation "t" does not exist$/m);
});

test('a frozen server that is asked for something is given up when one likes', async () => {
  await using lab = await play();
  await lab.type('sql follower SELECT 1; pause follower');
  const user = new AbortController();
  const answer = lab.type('sql follower SELECT 2', user.signal);
  user.abort();
  expect(await answer).toMatchObject({ text: 'follower did not answer; the connection is closed' });
  expect((await lab.type('resume follower; sql follower SELECT 3 AS three')).text).toMatch(/^\s+3$/m);
});

test('what is given up before its session is connected is given up', async () => {
  await using lab = await play();
  const user = new AbortController();
  const answer = lab.type('sql leader SELECT pg_sleep(600)', user.signal);
  user.abort();
  expect((await answer).text).toBe('ERROR:  canceling statement due to user request');
  await lab.type('pause follower');
  const other = new AbortController();
  const silence = lab.type('sql follower SELECT 1', other.signal);
  other.abort();
  expect((await silence).text).toBe('follower did not answer; the connection is closed');
});

test('an empty machine becomes a server by shell commands', async () => {
  await using lab = await play('servers leader + machines second', true);
  await lab.shows(/^leader leads, .* \| second is empty$/);
  expect((await lab.type('sql second SELECT 1')).text).toBe('second has no server yet');
  expect((await lab.type('start second')).text).toMatch(/^\S.*\n?/);
  expect((await lab.type('sh second initdb -D "$second_data" >/dev/null; start second')).text).toBe(
    'the server of second runs',
  );
  expect(await lab.type('sh second echo no; exit 3')).toEqual({ text: 'no\n(exit code 3)', failure: { code: '3' } });
});

test.for<[line: string, text: RegExp | string]>([
  ['sql follower CREATE TABLE t ()', 'ERROR:  cannot execute CREATE TABLE in a read-only transaction'],
  ['sql leader SELEKT 1', /^ERROR: {2}syntax error at or near "SELEKT"\nLINE 1: SELEKT 1\n {8}\^$/],
  ["sql leader SELECT :'nobody_url'", /^:'nobody_url' is unknown; there are: leader_host, /],
  ['promote leader', /^ERROR: {2}recovery is not in progress\nHINT: {2}/],
  ['replay leader off', /^ERROR: {2}recovery is not in progress\nHINT: {2}/],
  ['catchup leader', 'leader has no leader to catch up with'],
  ['start leader', 'the server of leader runs already'],
  ['resume leader', 'the server of leader is not frozen'],
  ['isolate follower; sql follower SELECT 1', /^connection lost: .*$/],
  ['pause follower; promote follower', 'the server of follower is frozen; this lets it go on: resume follower'],
  ['resume follower; stop follower; stop follower', 'the server of follower is off; this starts it: start follower'],
  ['sql follower SELECT 1', 'the server of follower is off; this starts it: start follower'],
  ['kill leader; kill leader', 'the server of leader is off; this starts it: start leader'],
])('%s: what is wrong is said in one place, and never as a stack', async ([line, text]) => {
  shared ??= await play();
  const { text: said, failure } = await shared.type(line);
  expect(failure).toBeDefined();
  if (typeof text === 'string') expect(said).toBe(text);
  else expect(said).toMatch(text);
  expect(said).not.toMatch(/^\s+at /m);
});
let shared: Played | undefined;
afterAll(async () => {
  await shared?.[Symbol.asyncDispose]();
});
