import { type CheckContext, parseLsn } from '#harness/grading';

/** What the servers say of themselves at one moment, by the control path. */
export interface Reading {
  /** The leader's position lies between what it has flushed and what it has inserted. */
  leader: { low: bigint; high: bigint };
  /** What the follower has received: flushed, and written by its receiver. */
  received: { low: bigint; high: bigint };
  replayed: bigint;
  /** The commit that the follower replayed last, as the server's text, and its age in seconds; null when there is none. */
  commit: string | null;
  age: number | null;
}

interface LeaderRow {
  flushed: string;
  inserted: string;
}

interface FollowerRow {
  received: string | null;
  written: string | null;
  replayed: string;
  commit: string | null;
  age: number | null;
}

/** Reads the leader, then the follower. Both must run, and the follower must be one. */
export async function read({ leader, follower }: CheckContext['cluster']): Promise<Reading> {
  const [at] = await leader.query<LeaderRow>(
    'SELECT pg_catalog.pg_current_wal_flush_lsn() AS flushed, pg_catalog.pg_current_wal_insert_lsn() AS inserted',
  );
  const [is] = await follower.query<FollowerRow>(`
    SELECT pg_catalog.pg_last_wal_receive_lsn() AS received,
           (SELECT written_lsn FROM pg_catalog.pg_stat_wal_receiver) AS written,
           pg_catalog.pg_last_wal_replay_lsn() AS replayed,
           pg_catalog.pg_last_xact_replay_timestamp()::text AS commit,
           extract(epoch FROM pg_catalog.clock_timestamp() - pg_catalog.pg_last_xact_replay_timestamp())::float8 AS age`);
  if (!at || !is) throw new Error('a server answered no row');
  const low = greatest(is.received, is.replayed);
  return {
    leader: { low: parseLsn(at.flushed), high: parseLsn(at.inserted) },
    received: { low, high: greatest(is.received, is.replayed, is.written) },
    replayed: parseLsn(is.replayed),
    commit: is.commit,
    age: is.age,
  };
}

function greatest(...texts: (string | null)[]): bigint {
  const all = texts.filter((text) => text !== null).map(parseLsn);
  return all.reduce((most, lsn) => (lsn > most ? lsn : most), 0n);
}
