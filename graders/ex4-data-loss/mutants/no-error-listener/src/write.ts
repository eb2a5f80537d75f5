import { Client } from 'pg';
import { watchForDoubt } from './doubt.ts';
import { insert } from './insert.ts';
import { before, patience } from './patience.ts';
import { toldAfter } from './told-after.ts';
import type { Row, Told } from './types.ts';

export async function write(url: string, row: Row): Promise<Told> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: patience });
  const inDoubt = watchForDoubt(client);
  // WRONG: a lost connection rejects the query and is emitted as an event too. Without a listener Node ends the process
  // before anybody hears what became of the write.
  try {
    await client.connect();
  } catch {
    void client.end().catch(() => undefined);
    return 'rejected'; // nothing was sent, so nothing was written
  }
  try {
    await before(patience, insert(client, row));
    return inDoubt() ? 'unknown' : 'acked';
  } catch (error) {
    return toldAfter(error);
  } finally {
    void client.end().catch(() => undefined);
  }
}
