import { Client } from 'pg';
import { watchForDoubt } from './doubt.ts';
import { insert } from './insert.ts';
import { patience } from './patience.ts';
import { toldAfter } from './told-after.ts';
import type { Row, Told } from './types.ts';

export async function write(url: string, row: Row): Promise<Told> {
  // WRONG: statement_timeout ends a statement, and the wait for a follower comes after it, in the commit. This clock
  // never fires.
  const client = new Client({
    connectionString: url,
    connectionTimeoutMillis: patience,
    statement_timeout: patience,
  });
  const inDoubt = watchForDoubt(client);
  client.on('error', () => undefined); // the query's own promise reports it
  try {
    await client.connect();
  } catch {
    void client.end().catch(() => undefined);
    return 'rejected'; // nothing was sent, so nothing was written
  }
  try {
    await insert(client, row);
    return inDoubt() ? 'unknown' : 'acked';
  } catch (error) {
    return toldAfter(error);
  } finally {
    void client.end().catch(() => undefined);
  }
}
