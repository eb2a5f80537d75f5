import { Client } from 'pg';
import { insert } from './insert.ts';
import { before, patience } from './patience.ts';
import { until } from './sql.ts';
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
    await before(patience / 2, confirmed(client));
    return 'acked';
  } catch (error) {
    return toldAfter(error);
  } finally {
    void client.end().catch(() => undefined);
  }
}

/** Resolves when a follower has on its disk what is committed now; rejects when the connection ends. */
async function confirmed(client: Client): Promise<void> {
  // Asked for after the commit, so the commit's own record lies below.
  const { rows } = await client.query('SELECT pg_current_wal_insert_lsn() AS lsn');
  await until(async () => {
    const sql = 'SELECT 1 FROM pg_stat_replication WHERE flush_lsn >= $1';
    return (await client.query(sql, [rows[0].lsn])).rows.length > 0;
  });
}
