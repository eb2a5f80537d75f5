import type { PoolClient } from 'pg';
import { Pool } from 'pg';
import { insert } from './insert.ts';
import { before, patience } from './patience.ts';
import { toldAfter } from './told-after.ts';
import type { Row, Told } from './types.ts';

export async function write(url: string, row: Row): Promise<Told> {
  const pool = new Pool({ connectionString: url, connectionTimeoutMillis: patience, max: 1 });
  pool.on('error', ignore);
  let cancelled = false;
  const notice = ({ message }: { message?: string }) => {
    cancelled ||= message?.includes('canceling wait for synchronous replication') ?? false;
  };
  let client: PoolClient;
  try {
    client = await pool.connect();
  } catch {
    return 'rejected';
  }
  client.on('notice', notice);
  client.on('error', ignore);
  let usable = false;
  try {
    await before(patience, insert(client, row));
    usable = true;
    return cancelled ? 'unknown' : 'acked';
  } catch (error) {
    const told = toldAfter(error);
    usable = told === 'rejected';
    return told;
  } finally {
    client.off('notice', notice);
    // One that may still wait for the follower is of no use to anybody: it is closed and not given back.
    client.release(!usable);
    void pool.end().catch(() => undefined);
  }
}

function ignore(): void {}
