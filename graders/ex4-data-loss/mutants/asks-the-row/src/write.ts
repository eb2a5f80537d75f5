import { Client } from 'pg';
import { insert } from './insert.ts';
import { before, patience } from './patience.ts';
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
    await before(patience, insert(client, row));
    return await byPresence(url, row);
  } catch (error) {
    return toldAfter(error) === 'rejected' ? 'rejected' : await byPresence(url, row);
  } finally {
    void client.end().catch(() => undefined);
  }
}

async function byPresence(url: string, { product_id }: Row): Promise<Told> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: patience / 2 });
  client.on('error', () => undefined); // the query's own promise reports it
  try {
    await client.connect();
    const { rows } = await client.query('SELECT 1 FROM inventory WHERE product_id = $1', [product_id]);
    // WRONG both ways: a row that waits for the follower is invisible and yet committed, and a row that is visible on
    // the leader may be on the leader only.
    return rows.length === 1 ? 'acked' : 'rejected';
  } catch {
    return 'unknown';
  } finally {
    void client.end().catch(() => undefined);
  }
}
