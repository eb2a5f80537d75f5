import { Client } from 'pg';
import type { Lab } from '#lab';
import { fence } from './fence.ts';
import { promote } from './promote.ts';

export async function failOver(lab: Lab): Promise<void> {
  // WRONG: the leader that does not answer is the one that must be fenced.
  if (await answers(lab.leader.url)) await fence(lab, lab.leader);
  await promote(lab.follower);
}

async function answers(url: string): Promise<boolean> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 1000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return true;
  } catch {
    return false;
  } finally {
    void client.end().catch(() => undefined);
  }
}
