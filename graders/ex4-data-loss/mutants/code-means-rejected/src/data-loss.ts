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

/** Milliseconds after which `write` stops waiting for an answer: well below the five seconds that it may take. */
const patience = 2500;

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

export async function write(url: string, row: Row): Promise<Told> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: patience });
  let cancelled = false;
  // A cancelled wait for the follower ends like a success. Only this notice tells it from one.
  client.on('notice', ({ message }) => {
    cancelled ||= message?.includes('canceling wait for synchronous replication') ?? false;
  });
  client.on('error', () => undefined); // the query's own promise reports it
  try {
    await client.connect();
  } catch {
    void client.end().catch(() => undefined);
    return 'rejected'; // nothing was sent, so nothing was written
  }
  try {
    const insert = client.query('INSERT INTO inventory (product_id, product_name, quantity) VALUES ($1, $2, $3)', [
      row.product_id,
      row.product_name,
      row.quantity,
    ]);
    await before(patience, insert);
    return cancelled ? 'unknown' : 'acked';
  } catch (error) {
    // An ERROR of the server undid the statement. A FATAL ends the session, maybe after the commit; so does a lost
    // connection; and when we stop waiting, the commit may still be on its way.
    return error instanceof Error && 'code' in error ? 'rejected' : 'unknown';
  } finally {
    void client.end().catch(() => undefined);
  }
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

/** The result of `work`, unless it takes longer than `ms`. */
async function before<T>(ms: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error('no answer in time')), ms);
  });
  work.catch(() => undefined); // it may fail long after nobody waits for it
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
