import { Client } from 'pg';
import { lsnToBigInt } from './lsn.ts';
import type { LagReport, LagState, Servers } from './types.ts';

interface Row {
  recovering: boolean;
  received: string | null;
  replayed: string;
  receivers: string;
  age: number | null;
}

export async function measureLag({ leaderUrl, followerUrl }: Servers): Promise<LagReport> {
  const [leader, follower] = [leaderUrl, followerUrl].map(
    (connectionString) => new Client({ connectionString, connectionTimeoutMillis: 2000, query_timeout: 2000 }),
  ) as [Client, Client];
  const clients = [leader, follower];
  for (const client of clients) client.on('error', () => undefined);
  const down = (state: LagState): LagReport => ({ state, receiveBytes: null, replayBytes: null, seconds: null });
  try {
    const [first, second] = await Promise.allSettled(clients.map((client) => client.connect()));
    if (first?.status === 'rejected') return down('leader-down');
    const current = await leader.query('SELECT pg_current_wal_lsn() AS lsn').catch(() => undefined);
    if (!current) return down('leader-down');
    if (second?.status === 'rejected') return down('follower-down');
    const result = await follower
      .query<Row>(
        `SELECT pg_is_in_recovery() AS recovering, pg_last_wal_receive_lsn() AS received, pg_last_wal_replay_lsn() AS replayed,
                (SELECT count(*) FROM pg_stat_wal_receiver WHERE status = 'streaming') AS receivers,
                extract(epoch FROM clock_timestamp() - pg_last_xact_replay_timestamp())::float8 AS age`,
      )
      .catch(() => undefined);
    const row = result?.rows[0];
    if (!row) return down('follower-down');
    if (!row.recovering) return down('not-a-follower');
    const at = lsnToBigInt(current.rows[0].lsn);
    const replayed = lsnToBigInt(row.replayed);
    const received = row.received === null ? replayed : lsnToBigInt(row.received);
    const behind = (position: bigint) => (at > position ? at - position : 0n);
    const replayBytes = behind(replayed);
    const receiveBytes = behind(received > replayed ? received : replayed);
    if (row.receivers === '0') return { state: 'disconnected', receiveBytes, replayBytes, seconds: null };
    return { state: 'streaming', receiveBytes, replayBytes, seconds: replayBytes === 0n ? 0 : row.age };
  } finally {
    for (const client of clients) void client.end().catch(() => undefined);
  }
}
