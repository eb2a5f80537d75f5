import { query, until } from './sql.ts';

/** Waits until the server sees no follower any more. */
export async function noFollowerLeft(url: string): Promise<void> {
  await until(async () => (await query(url, 'SELECT 1 FROM pg_stat_replication')).rows.length === 0);
}

/** Waits until the server says of its one follower that `condition` holds, in terms of pg_stat_replication. */
export async function followerIs(url: string, condition: string): Promise<void> {
  const sql = `SELECT 1 FROM pg_stat_replication WHERE ${condition}`;
  await until(async () => (await query(url, sql)).rows.length === 1);
}
