import { Client, DatabaseError } from 'pg';
import { watchForDoubt } from './doubt.ts';
import { insert } from './insert.ts';
import { before, patience } from './patience.ts';
import { toldAfter } from './told-after.ts';
import type { Row, Told } from './types.ts';

export async function write(url: string, row: Row): Promise<Told> {
  const first = await attempt(url, row);
  if (first === 'duplicate') return 'rejected';
  if (first !== 'lost') return first;
  const second = await attempt(url, row);
  // WRONG: the duplicate proves that the first attempt is committed on the leader. Of the follower it proves nothing.
  if (second === 'duplicate') return 'acked';
  return second === 'acked' ? 'acked' : 'unknown';
}

async function attempt(url: string, row: Row): Promise<Told | 'lost' | 'duplicate'> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: patience });
  const inDoubt = watchForDoubt(client);
  client.on('error', () => undefined); // the query's own promise reports it
  try {
    await client.connect();
  } catch {
    void client.end().catch(() => undefined);
    return 'rejected'; // nothing was sent
  }
  try {
    await before(patience, insert(client, row));
    return inDoubt() ? 'unknown' : 'acked';
  } catch (error) {
    if (toldAfter(error) === 'rejected') {
      return error instanceof DatabaseError && error.code === '23505' ? 'duplicate' : 'rejected';
    }
    return error instanceof Error && error.message === 'no answer in time' ? 'unknown' : 'lost';
  } finally {
    void client.end().catch(() => undefined);
  }
}
