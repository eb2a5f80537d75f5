import { Client } from 'pg';
import { watchForDoubt } from './doubt.ts';
import { insert } from './insert.ts';
import { before, patience } from './patience.ts';
import { query } from './sql.ts';
import { toldAfter } from './told-after.ts';
import type { Row, Told } from './types.ts';

export async function write(url: string, row: Row): Promise<Told> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: patience });
  const inDoubt = watchForDoubt(client);
  client.on('error', () => undefined); // the query's own promise reports it
  try {
    await client.connect();
  } catch {
    void client.end().catch(() => undefined);
    return 'rejected'; // nothing was sent, so nothing was written
  }
  try {
    const inserted = insert(client, row);
    await before(patience, inserted).catch(async (error: unknown) => {
      if (!(error instanceof Error) || error.message !== 'no answer in time') throw error;
      // WRONG: this releases every waiting commit as a success. The client is told that its row is safe at the very
      // moment at which it no longer is.
      await query(url, 'ALTER SYSTEM RESET synchronous_standby_names');
      await query(url, 'SELECT pg_reload_conf()');
      await before(patience / 2, inserted);
    });
    return inDoubt() ? 'unknown' : 'acked';
  } catch (error) {
    return toldAfter(error);
  } finally {
    void client.end().catch(() => undefined);
  }
}
