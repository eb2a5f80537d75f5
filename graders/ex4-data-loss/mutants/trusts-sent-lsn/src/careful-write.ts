import { Client } from 'pg';
import { insert } from './insert.ts';
import { before, patience } from './patience.ts';
import { toldAfter } from './told-after.ts';
import type { Row, Told } from './types.ts';

export async function carefulWrite(url: string, row: Row): Promise<Told> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: patience });
  client.on('error', () => undefined); // the query's own promise reports it
  try {
    await client.connect();
  } catch {
    void client.end().catch(() => undefined);
    return 'rejected'; // nothing was sent, so nothing was written
  }
  try {
    await before(patience, insert(client, row));
    return (await sent(client)) ? 'acked' : 'unknown';
  } catch (error) {
    return toldAfter(error);
  } finally {
    void client.end().catch(() => undefined);
  }
}

async function sent(client: Client): Promise<boolean> {
  const { rows } = await client.query('SELECT pg_current_wal_insert_lsn() AS lsn');
  const end = performance.now() + patience / 2;
  while (performance.now() < end) {
    // WRONG: sent_lsn is what the leader has handed to its own network. Whether it arrives is told by flush_lsn.
    const found = await client.query('SELECT 1 FROM pg_stat_replication WHERE sent_lsn >= $1', [rows[0].lsn]);
    if (found.rows.length > 0) return true;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  return false;
}
