import { Pool } from 'pg';
import { watchForDoubt } from './doubt.ts';
import { insert } from './insert.ts';
import { before, patience } from './patience.ts';
import { toldAfter } from './told-after.ts';
import type { Row, Told } from './types.ts';

const pools = new Map<string, Pool>();

function poolOf(url: string): Pool {
  const known = pools.get(url);
  if (known) return known;
  const pool = new Pool({ connectionString: url });
  pool.on('error', () => undefined);
  pools.set(url, pool);
  return pool;
}

export async function write(url: string, row: Row): Promise<Told> {
  // WRONG: no release() anywhere. After ten writes the pool has no client left, and the next write waits for ever.
  const client = await poolOf(url).connect();
  const inDoubt = watchForDoubt(client);
  client.on('error', () => undefined);
  try {
    await before(patience, insert(client, row));
    return inDoubt() ? 'unknown' : 'acked';
  } catch (error) {
    return toldAfter(error);
  }
}
