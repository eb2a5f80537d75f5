import { Client } from 'pg';
import type { Lab } from '#lab';
import { fence } from './fence.ts';
import { promote } from './promote.ts';

export async function failOver(lab: Lab): Promise<void> {
  await lab.disconnect(lab.leader);
  await askNicely(lab.leader.url); // it may spare clients an error; whether it works does not matter
  await fence(lab, lab.leader);
  await promote(lab.follower);
  await lab.reconnect(lab.leader);
}

async function askNicely(url: string): Promise<void> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 2000, query_timeout: 2000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('ALTER SYSTEM SET default_transaction_read_only = on');
    await client.query('SELECT pg_reload_conf()');
  } catch {
    // the fence is what counts
  } finally {
    void client.end().catch(() => undefined);
  }
}
