import { afterAll, beforeAll, expect, test } from 'vitest';
import { openEngineForTest } from '../engines/embedded/open-for-test.ts';
import type { Engine } from '../engines/engine.ts';
import type { RunningCluster } from './cluster.ts';
import type { ClusterNode } from './cluster-node.ts';
import { isReplicating } from './replication.ts';
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

const standalone = (): Promise<RunningCluster> =>
  startCluster(engine, {
    id: `alone-${++count}`,
    nodes: ['leader', 'follower'],
    wiring: 'alone',
    seed: ['CREATE TABLE public.t (id int PRIMARY KEY)'],
    grants: [],
    superuser: true,
  });
const soon = { timeout: 10_000 };

test('a leader that stands alone has defaults and its seed, and nobody may replicate from it', async () => {
  await using cluster = await standalone();
  const { leader, follower } = cluster;
  const settings = await leader.query<{ name: string; setting: string }>(
    "SELECT name, setting FROM pg_catalog.pg_settings WHERE name IN ('wal_level', 'wal_keep_size', 'max_wal_senders', 'synchronous_standby_names')",
  );
  expect(Object.fromEntries(settings.map(({ name, setting }) => [name, setting]))).toEqual({
    max_wal_senders: '10',
    synchronous_standby_names: '',
    wal_keep_size: '0',
    wal_level: 'replica',
  });
  const roles = 'SELECT rolname FROM pg_catalog.pg_roles WHERE rolreplication AND NOT rolsuper';
  expect(await leader.query(roles)).toEqual([]);
  expect(await leader.query('SELECT * FROM public.t')).toEqual([]);
  expect(await leader.value("SELECT rolsuper FROM pg_catalog.pg_roles WHERE rolname = 'student'")).toBe(true);
  expect(await backup(leader, follower, 'student')).toMatchObject({
    exitCode: 1,
    stderr: expect.stringContaining('no pg_hba.conf entry for replication connection'),
  });
});

test('the follower is an empty machine until a base backup makes it a server', async () => {
  await using cluster = await standalone();
  const { leader, follower } = cluster;
  expect(follower.state).toBe('off');
  expect((await follower.machine.run('ls -A "$PGDATA"')).stdout).toBe('');
  await expect(follower.query('SELECT 1')).rejects.toMatchObject({ code: 'NODE_DOWN', where: 'follower' });
  await expect(follower.start()).rejects.toMatchObject({ code: 'START_FAILED' });

  await leader.query("CREATE ROLE copier LOGIN REPLICATION PASSWORD 'open sesame'");
  await leader.machine.writeFile('pg_hba.conf', 'host replication copier all scram-sha-256\n');
  await leader.machine.run('kill -HUP "$(head -n 1 "$PGDATA/postmaster.pid")"');
  expect(await backup(leader, follower, 'copier')).toMatchObject({ exitCode: 0 });
  await follower.start();
  expect(await isReplicating(leader, follower, soon)).toEqual({ replicates: true });
});

test('a follower may call itself what it likes where any name will do', async () => {
  await using cluster = await standalone();
  const { leader, follower } = cluster;
  await leader.query("CREATE ROLE copier LOGIN REPLICATION PASSWORD 'open sesame'");
  await leader.machine.writeFile('pg_hba.conf', 'host replication copier all scram-sha-256\n');
  await leader.machine.run('kill -HUP "$(head -n 1 "$PGDATA/postmaster.pid")"');
  await backup(leader, follower, 'copier');
  const { host, port } = leader.paths.peers.follower as { host: string; port: number };
  const info = `host=${host} port=${port} user=copier password=''open sesame'' application_name=second`;
  await follower.machine.writeFile('postgresql.auto.conf', `primary_conninfo = '${info.replaceAll("''", "\\'")}'\n`);
  await follower.start();
  expect(await isReplicating(leader, follower, { ...soon, anyName: true })).toEqual({ replicates: true });
  expect(await isReplicating(leader, follower, { timeout: 200 })).toMatchObject({
    because: 'leader knows no follower named follower',
  });
});

test('access rules that keep the course out are put right before it reads, and mean what they meant', async () => {
  await using cluster = await standalone();
  const { leader } = cluster;
  for (const rules of ['local all all peer\n', 'host all all all reject\n# mine\n']) {
    await leader.machine.writeFile('pg_hba.conf', rules);
    await leader.stop();
    await leader.start();
    expect(await leader.value('SELECT 1')).toBe(1);
    expect((await leader.machine.readFile('pg_hba.conf')).split('\n').slice(2).join('\n')).toBe(rules);
  }
});

test('a server that is no copy of the leader does not let the course in, and its rules stay as they are', async () => {
  await using cluster = await standalone();
  const { follower } = cluster;
  await follower.machine.run('initdb -A trust -N -U postgres -D "$PGDATA"');
  await follower.machine.writeFile('pg_hba.conf', 'host all all all trust\n');
  await follower.start();
  await expect(follower.query('SELECT 1')).rejects.toThrow(/role "lab_control" does not exist/);
  expect(await follower.machine.readFile('pg_hba.conf')).toBe('host all all all trust\n');
});

function backup(leader: ClusterNode, follower: ClusterNode, role: string) {
  const { host, port } = leader.paths.peers[follower.name] as { host: string; port: number };
  const options = `-h ${host} -p ${port} -U ${role} -D "$PGDATA" -R -c fast`;
  return follower.machine.run(`PGPASSWORD='open sesame' pg_basebackup ${options}`);
}
