import type { QueryResultRow } from 'pg';
import { lsnToBigInt } from './lsn.ts';

/** One row of a server, or undefined when it does not answer. */
export type Ask = <Row extends QueryResultRow>(sql: string) => Promise<Row | undefined>;

/** The leader's current position; undefined when no leader answers. On a follower the function is an error. */
export async function askLeader(ask: Ask): Promise<bigint | undefined> {
  const row = await ask<{ current: string }>('SELECT pg_current_wal_lsn() AS current');
  return row && lsnToBigInt(row.current);
}

export interface FollowerFacts {
  inRecovery: boolean;
  /** Whether WAL can arrive now: a receiver streams. */
  streaming: boolean;
  received: bigint | null;
  replayed: bigint | null;
  /** Seconds since the commit that was replayed last; null when none was since the server's start. */
  age: number | null;
}

interface FollowerRow {
  in_recovery: boolean;
  streaming: boolean;
  received: string | null;
  replayed: string | null;
  age: number | null;
}

const followerSql = `
  SELECT pg_is_in_recovery() AS in_recovery,
         EXISTS (SELECT FROM pg_stat_wal_receiver WHERE status = 'streaming') AS streaming,
         pg_last_wal_receive_lsn() AS received,
         pg_last_wal_replay_lsn() AS replayed,
         extract(epoch FROM clock_timestamp() - pg_last_xact_replay_timestamp())::float8 AS age`;

/** What the follower says of itself, in one answer; undefined when it does not answer. */
export async function askFollower(ask: Ask): Promise<FollowerFacts | undefined> {
  const row = await ask<FollowerRow>(followerSql);
  if (!row) return undefined;
  const replayed = position(row.replayed);
  return {
    inRecovery: row.in_recovery,
    streaming: row.streaming,
    received: greater(position(row.received), replayed),
    replayed,
    age: row.age,
  };
}

function position(text: string | null): bigint | null {
  return text === null ? null : lsnToBigInt(text);
}

/** What was replayed was received, whatever the receiver says: after a restart it begins at the start of a segment. */
function greater(received: bigint | null, replayed: bigint | null): bigint | null {
  if (received === null || replayed === null) return received ?? replayed;
  return received > replayed ? received : replayed;
}
