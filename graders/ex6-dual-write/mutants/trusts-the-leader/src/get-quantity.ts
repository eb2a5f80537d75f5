import { Client } from 'pg';
import { oneQuery } from './one-query.ts';
import { nextFirst } from './turns.ts';
import type { Nodes } from './types.ts';

const sql = 'SELECT quantity FROM inventory WHERE product_name = $1';

export async function getQuantity(nodes: Nodes, name: string): Promise<number | null> {
  const [first] = nextFirst(nodes);
  if (first === nodes.leaderUrl) return await onLeader(nodes, name).catch(() => onFollower(nodes, name));
  return await onFollower(nodes, name).catch(() => onLeader(nodes, name));
}

async function onFollower({ followerUrl }: Nodes, name: string): Promise<number | null> {
  const { rows } = await oneQuery(followerUrl, sql, [name]);
  return rows[0]?.quantity ?? null;
}

async function onLeader({ leaderUrl }: Nodes, name: string): Promise<number | null> {
  const client = new Client({ connectionString: leaderUrl });
  client.on('error', () => undefined);
  await client.connect();
  try {
    const { rows } = await client.query(sql, [name]);
    return rows[0]?.quantity ?? null;
  } finally {
    await client.end();
  }
}
