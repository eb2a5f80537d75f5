import { Client } from 'pg';
import type { Lab } from '#lab';

/** A row of the table inventory. */
export interface Row {
  product_id: number;
  product_name: string;
  quantity: number;
}

/** What a client may be told about its write. */
export type Told = 'acked' | 'rejected' | 'unknown';

export async function loseAWrite(lab: Lab, row: Row): Promise<Told> {
  const { leader, follower } = lab;
  // The order is the whole story. First the link: what is written from now on reaches nobody else.
  await lab.disconnect(leader);
  await noFollowerLeft(leader.url);
  const told = await write(leader.url, row);
  // The leader must be dead before there is another one; `kill` resolves when it is.
  await leader.kill();
  await query(follower.url, 'SELECT pg_promote()');
  return told;
}

export async function configureNoLoss({ leader, follower }: Lab): Promise<void> {
  // The follower announces itself by its cluster_name, which is the node's name here.
  await query(leader.url, `ALTER SYSTEM SET synchronous_standby_names = 'FIRST 1 (${follower.name})'`);
  await query(leader.url, 'SELECT pg_reload_conf()');
  // A reload takes a moment to reach the processes. What counts is what the leader says of its follower.
  await until(async () => {
    const { rows } = await query(leader.url, "SELECT 1 FROM pg_stat_replication WHERE sync_state = 'sync'");
    return rows.length === 1;
  });
}

export async function write(_url: string, _row: Row): Promise<Told> {
  // WRONG: nothing leaves this process.
  return 'acked';
}

async function noFollowerLeft(url: string): Promise<void> {
  await until(async () => (await query(url, 'SELECT 1 FROM pg_stat_replication')).rows.length === 0);
}

async function query(url: string, sql: string) {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return await client.query(sql);
  } finally {
    await client.end();
  }
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 10));
}
