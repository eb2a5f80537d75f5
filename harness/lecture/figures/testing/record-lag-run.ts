import { Client } from 'pg';
import type { RunningCluster } from '../../../cluster/cluster.ts';
import { startCluster } from '../../../cluster/start-cluster.ts';
import { waitUntil } from '../../../core/wait-until.ts';
import { openEngineForTest } from '../../../engines/embedded/open-for-test.ts';
import type { LagPhase, LagPhaseName, LagRun, LagSample } from '../logic/lag-samples.ts';

/** Milliseconds from sample to sample. */
const interval = 500;

interface Part {
  name: LagPhaseName;
  seconds: number;
  what: string;
  writes?: true;
  begin?: (cluster: RunningCluster) => Promise<unknown>;
}

const parts: readonly Part[] = [
  { name: 'quiet', seconds: 4, what: 'nobody writes' },
  { name: 'load', seconds: 5, what: 'a client inserts without a pause', writes: true },
  {
    name: 'replay paused',
    seconds: 6,
    what: 'it goes on writing; pg_wal_replay_pause() on the follower',
    writes: true,
    begin: ({ follower }) => follower.query('SELECT pg_wal_replay_pause()'),
  },
  {
    name: 'resumed',
    seconds: 4,
    what: 'it goes on writing; pg_wal_replay_resume()',
    writes: true,
    begin: ({ follower }) => follower.query('SELECT pg_wal_replay_resume()'),
  },
  {
    name: 'link cut',
    seconds: 6,
    what: 'it goes on writing; the cable between the servers is cut',
    writes: true,
    begin: (cluster) => cluster.disconnect(cluster.follower),
  },
  {
    name: 'reconnected',
    seconds: 6,
    what: 'it goes on writing; the cable is mended',
    writes: true,
    begin: (cluster) => cluster.heal(cluster.follower),
  },
  { name: 'idle', seconds: 12, what: 'nobody writes any more' },
];

/** Records a run on a real pair, three quarters of a minute long. */
export async function recordLagRun(): Promise<LagRun> {
  await using opened = await openEngineForTest();
  await using cluster = await startCluster(opened.engine, {
    id: 'lag-run',
    nodes: ['leader', 'follower'],
    wiring: 'streaming',
    seed: ['CREATE TABLE public.t (id bigserial PRIMARY KEY, filler text)'],
    grants: ['SELECT, INSERT ON public.t', 'USAGE ON public.t_id_seq'],
    superuser: true,
  });
  const server = `PostgreSQL ${await cluster.leader.value<string>('SHOW server_version')}`;
  const writer = new Client({ connectionString: cluster.leader.url });
  await writer.connect();
  const began = performance.now();
  const phases: LagPhase[] = [];
  const samples: LagSample[] = [];
  try {
    for (const { name, seconds, what, writes, begin } of parts) {
      await begin?.(cluster);
      const from = performance.now();
      phases.push({ name, from: rounded((from - began) / 1000, 2), what });
      let writing = writes === true;
      const load = (async () => {
        while (writing)
          await writer.query("INSERT INTO t (filler) SELECT repeat('x', 200) FROM generate_series(1, 20)");
      })();
      for (let next = from; next < from + seconds * 1000; next += interval) {
        await waitUntil('the next sample', () => performance.now() >= next, { timeout: 10 * interval });
        samples.push(await sample(cluster, began));
      }
      writing = false;
      await load;
    }
  } finally {
    await writer.end();
  }
  return { server, phases, samples };
}

async function sample({ leader, follower }: RunningCluster, began: number): Promise<LagSample> {
  const at = rounded((performance.now() - began) / 1000, 2);
  const [there] = await follower.query<{ received: string; replayed: string; age: number | null }>(
    `SELECT pg_last_wal_receive_lsn() - '0/0' AS received, pg_last_wal_replay_lsn() - '0/0' AS replayed,
            extract(epoch FROM clock_timestamp() - pg_last_xact_replay_timestamp())::float8 AS age`,
  );
  const [here] = await leader.query<{ written: string; rows: number; lag: number | null }>(
    `SELECT pg_current_wal_lsn() - '0/0' AS written, count(s.pid)::int AS rows,
            max(extract(epoch FROM replay_lag))::float8 AS lag
     FROM (SELECT) AS one LEFT JOIN pg_stat_replication AS s ON true`,
  );
  if (!there || !here) throw new Error('a statement without FROM has one row');
  const behind = (lsn: string) => Number(BigInt(here.written) - BigInt(lsn));
  return {
    at,
    receive: behind(there.received),
    replay: behind(there.replayed),
    ...(here.rows > 0 ? { replayLag: here.lag === null ? null : rounded(here.lag, 4) } : {}),
    age: there.age === null ? null : rounded(there.age, 3),
  };
}

function rounded(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
