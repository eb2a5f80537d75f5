import { Client } from 'pg';
import { insert } from './insert.ts';
import { patience } from './patience.ts';
import { query } from './sql.ts';
import { toldAfter } from './told-after.ts';
import type { Row, Told } from './types.ts';

export async function write(url: string, row: Row): Promise<Told> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: patience });
  client.on('error', () => undefined); // the query's own promise reports it
  try {
    await client.connect();
  } catch {
    void client.end().catch(() => undefined);
    return 'rejected'; // nothing was sent, so nothing was written
  }
  try {
    const { rows } = await client.query('SELECT pg_backend_pid() AS pid');
    const cancel = `SELECT pg_cancel_backend(${rows[0].pid})`;
    const give = setTimeout(() => void query(url, cancel).catch(() => undefined), patience);
    await insert(client, row).finally(() => clearTimeout(give));
    // WRONG: cancelling ends the wait and not the commit, and it ends it with success and a WARNING. An INSERT that
    // resolves is not yet one that the follower has.
    return 'acked';
  } catch (error) {
    return toldAfter(error);
  } finally {
    void client.end().catch(() => undefined);
  }
}
