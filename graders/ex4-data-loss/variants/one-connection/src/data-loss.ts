import { Client, DatabaseError } from 'pg';
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

const connections = new Map<string, Promise<Client>>();

/** Writes of one address go one after another: a notice belongs to the statement that runs. */
let last: Promise<unknown> = Promise.resolve();

export async function write(url: string, row: Row): Promise<Told> {
  const turn = last.then(() => insert(url, row));
  last = turn.catch(() => undefined);
  return await before(4500, turn).catch(() => 'unknown' as const);
}

async function insert(url: string, row: Row): Promise<Told> {
  const connection = connections.get(url) ?? open(url);
  connections.set(url, connection);
  let client: Client;
  try {
    client = await connection;
  } catch {
    connections.delete(url);
    return 'rejected';
  }
  let cancelled = false;
  const notice = ({ message }: { message?: string }) => {
    cancelled ||= message?.includes('canceling wait for synchronous replication') ?? false;
  };
  client.on('notice', notice);
  try {
    const work = client.query('INSERT INTO inventory (product_id, product_name, quantity) VALUES ($1, $2, $3)', [
      row.product_id,
      row.product_name,
      row.quantity,
    ]);
    await before(1200, work);
    return cancelled ? 'unknown' : 'acked';
  } catch (error) {
    if (error instanceof DatabaseError && error.severity === 'ERROR') return 'rejected';
    connections.delete(url);
    void client.end().catch(() => undefined);
    return 'unknown';
  } finally {
    client.off('notice', notice);
  }
}

async function open(url: string): Promise<Client> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 1000 });
  client.on('error', () => undefined);
  await client.connect();
  return client;
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
