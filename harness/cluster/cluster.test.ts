import { Client } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { waitUntil } from '../core/wait-until.ts';
import { openEngineForTest } from '../engines/embedded/open-for-test.ts';
import type { Engine } from '../engines/engine.ts';
import { peerLink, type RunningCluster } from './cluster.ts';
import type { ClusterNode } from './cluster-node.ts';
import { isReplicating, waitForCatchup } from './replication.ts';
import { startCluster } from './start-cluster.ts';

let engine: Engine;
let close: () => PromiseLike<void>;
let count = 0;
beforeAll(async () => {
  const opened = await openEngineForTest();
  engine = opened.engine;
  close = () => opened[Symbol.asyncDispose]();
}, 60_000);
afterAll(async () => await close());

const pair = (followers: string[] = ['follower']): Promise<RunningCluster> =>
  startCluster(engine, {
    id: `test-${++count}`,
    nodes: ['leader', ...followers],
    wiring: 'streaming',
    seed: ['CREATE TABLE public.t (id int PRIMARY KEY)', 'INSERT INTO public.t VALUES (1)'],
    grants: ['SELECT, INSERT ON public.t'],
    superuser: false,
  });
const soon = { timeout: 5000 };

async function asStudent<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 3000, query_timeout: 3000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return await work(client);
  } finally {
    await client.end().catch(() => undefined);
  }
}

test('a pair is handed over with its seed on both nodes and a follower that replicates', async () => {
  await using cluster = await pair();
  expect(await isReplicating(cluster.leader, cluster.follower, soon)).toEqual({ replicates: true });
  const count = await asStudent(cluster.follower.url, (client) => client.query('SELECT * FROM t'));
  expect(count.rows).toEqual([{ id: 1 }]);
  expect([await cluster.leader.log(), await cluster.follower.log()]).toEqual(['', '']);
});

test('a follower has caught up where the log ends at the very end of a segment', async () => {
  await using cluster = await pair();
  for (let times = 0; times < 3; times += 1) {
    await cluster.leader.query("SELECT pg_catalog.pg_logical_emit_message(true, 'test', 'x')");
    await cluster.leader.query('SELECT pg_catalog.pg_switch_wal()');
    await waitForCatchup(cluster.leader, cluster.follower, soon);
  }
});

test('a fault on one link of a leader with three followers cuts that link and no other', async () => {
  await using cluster = await pair(['f1', 'f2', 'f3']);
  const [f1, f2, f3] = ['f1', 'f2', 'f3'].map((name) => cluster.node(name)) as [ClusterNode, ClusterNode, ClusterNode];
  const streaming = async () => {
    const rows = await cluster.leader.query<{ name: string }>(
      "SELECT application_name AS name FROM pg_catalog.pg_stat_replication WHERE state = 'streaming' ORDER BY 1",
    );
    return rows.map(({ name }) => name).join(' ');
  };
  await waitUntil('all to stream', async () => (await streaming()) === 'f1 f2 f3', soon);
  const cut = await cluster.inflict([peerLink('f2', 'leader')], { kind: 'sever' });
  await waitUntil('f2 to be gone', async () => (await streaming()) === 'f1 f3', soon);
  expect((await isReplicating(cluster.leader, f1, soon)).replicates).toBe(true);
  expect((await isReplicating(cluster.leader, f3, soon)).replicates).toBe(true);
  expect(await isReplicating(cluster.leader, f2, { timeout: 300 })).toMatchObject({ replicates: false });
  // The clients' path to the node that was cut off, and to the leader, are other links.
  for (const node of [cluster.leader, f2] as const) await asStudent(node.url, (client) => client.query('SELECT 1'));
  expect(await streaming()).toBe('f1 f3');
  await cut.heal();
  expect(await isReplicating(cluster.leader, f2, soon)).toEqual({ replicates: true });
});

test('disconnect leaves the clients their leader; isolate does not; the control path stays', async () => {
  await using cluster = await pair();
  const { leader, follower } = cluster;
  await using _cut = await cluster.disconnect(leader);
  await waitUntil(
    'the follower to be gone',
    async () => (await leader.query('SELECT 1 FROM pg_catalog.pg_stat_replication')).length === 0,
    soon,
  );
  await asStudent(leader.url, (client) => client.query('INSERT INTO t VALUES (2)'));
  expect(await follower.query('SELECT id FROM public.t WHERE id = 2')).toEqual([]);
  await cluster.isolate(leader);
  await expect(asStudent(leader.url, (client) => client.query('SELECT 1'))).rejects.toThrow();
  expect(await leader.query('SELECT id FROM public.t WHERE id = 2')).toEqual([{ id: 2 }]);
  await cluster.heal();
  expect(await isReplicating(leader, follower, soon)).toEqual({ replicates: true });
});

test('a follower that was promoted, one that was cut off and a stranger are not replicating, each for its reason', async () => {
  await using cluster = await pair();
  await using other = await pair();
  const { leader, follower } = cluster;
  const short = { timeout: 300 };
  await other.follower.promote(soon);
  expect(await isReplicating(leader, other.follower, short)).toMatchObject({
    because: expect.stringContaining('not in recovery'),
  });
  await using _hole = await cluster.blackhole(leader);
  expect(await isReplicating(leader, follower, short)).toMatchObject({
    because: expect.stringContaining('does not arrive'),
  });
  expect(await isReplicating(follower, leader, short)).toMatchObject({
    because: expect.stringContaining('itself a follower'),
  });
});

test('nobody gets in without a password, and the student cannot become more than the grants say', async () => {
  await using cluster = await pair();
  const { host, port } = cluster.leader.paths.client;
  for (const role of ['lab_control', 'lab_repl', 'student']) {
    await expect(
      asStudent(`postgres://${role}@${host}:${port}/postgres`, (c) => c.query('SELECT 1')),
    ).rejects.toThrow();
    await expect(
      asStudent(`postgres://${role}:wrong@${host}:${port}/postgres`, (c) => c.query('SELECT 1')),
    ).rejects.toThrow(/authentication failed/);
  }
  await asStudent(cluster.leader.url, async (client) => {
    await expect(client.query('DELETE FROM t')).rejects.toThrow(/permission denied/);
    await expect(client.query('SELECT * FROM lab_control.probe')).rejects.toThrow(/permission denied/);
    await expect(client.query("COPY t TO PROGRAM 'true'")).rejects.toThrow(/permission denied|must be superuser/);
  });
});
