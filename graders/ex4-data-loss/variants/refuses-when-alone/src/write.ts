import { Client } from 'pg';
import { watchForDoubt } from './doubt.ts';
import { insert } from './insert.ts';
import { before, patience } from './patience.ts';
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
    // A commit that would only wait for somebody who is not there is better not begun.
    if (await alone(client)) return 'rejected';
    await before(patience, insert(client, row));
    return inDoubt() ? 'unknown' : 'acked';
  } catch (error) {
    return toldAfter(error);
  } finally {
    void client.end().catch(() => undefined);
  }
}

/** Whether the leader should wait for a follower and sees none. */
async function alone(client: Client): Promise<boolean> {
  const { rows } = await before(
    patience,
    client.query(
      `SELECT current_setting('synchronous_standby_names') <> ''
          AND NOT EXISTS (SELECT 1 FROM pg_stat_replication WHERE sync_state IN ('sync', 'quorum')) AS alone`,
    ),
  );
  return rows[0].alone;
}
