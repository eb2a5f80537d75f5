import { ask } from './ask.ts';

export async function askLeader(url: string): Promise<string | undefined> {
  return (await ask<{ current: string }>(url, 'SELECT pg_current_wal_flush_lsn() AS current'))?.current;
}

export interface FollowerFacts {
  in_recovery: boolean;
  streaming: boolean;
  receive: string | null;
  replay: string | null;
  age: string | null;
}

export async function askFollower(url: string, leader: string): Promise<FollowerFacts | undefined> {
  const at = `'${leader}'::pg_lsn`;
  return await ask<FollowerFacts>(
    url,
    `SELECT pg_is_in_recovery() AS in_recovery,
            (SELECT count(*) > 0 FROM pg_stat_get_wal_receiver() WHERE status = 'streaming') AS streaming,
            greatest(0, pg_wal_lsn_diff(${at}, greatest(pg_last_wal_receive_lsn(), pg_last_wal_replay_lsn()))) AS receive,
            greatest(0, pg_wal_lsn_diff(${at}, pg_last_wal_replay_lsn())) AS replay,
            extract(epoch FROM now() - pg_last_xact_replay_timestamp()) AS age`,
  );
}
