import { Client } from 'pg';
import { watchForDoubt } from './doubt.ts';
import { insert } from './insert.ts';
import { before, patience } from './patience.ts';
import { toldAfter } from './told-after.ts';
import type { Row, Told } from './types.ts';

export async function carefulWrite(url: string, row: Row): Promise<Told> {
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
    const { rows } = await client.query("SELECT 1 FROM pg_stat_replication WHERE state = 'streaming'");
    if (rows.length === 0) return 'rejected';
    // WRONG: that was the state before the write. And a follower behind a silent network is called streaming for a
    // minute. What counts is what the follower has confirmed after the commit.
    await before(patience, insert(client, row));
    return inDoubt() ? 'unknown' : 'acked';
  } catch (error) {
    return toldAfter(error);
  } finally {
    void client.end().catch(() => undefined);
  }
}
