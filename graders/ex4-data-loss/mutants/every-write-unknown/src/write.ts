import { Client } from 'pg';
import { insert } from './insert.ts';
import { before, patience } from './patience.ts';
import type { Row, Told } from './types.ts';

export async function write(url: string, row: Row): Promise<Told> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: patience });
  client.on('error', () => undefined); // the query's own promise reports it
  try {
    await client.connect();
    await before(patience, insert(client, row));
  } catch {
    // whatever it was
  } finally {
    void client.end().catch(() => undefined);
  }
  // WRONG: a client that is told this after each write has to look after each write.
  return 'unknown';
}
