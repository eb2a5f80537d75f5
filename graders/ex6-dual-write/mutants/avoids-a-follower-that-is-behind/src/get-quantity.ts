import { oneQuery } from './one-query.ts';
import type { Nodes } from './types.ts';

export async function getQuantity(nodes: Nodes, name: string): Promise<number | null> {
  const [leader, follower] = await Promise.allSettled([
    quantityAt(nodes.leaderUrl, name),
    quantityAt(nodes.followerUrl, name),
  ]);
  if (leader.status === 'fulfilled') return leader.value;
  if (follower.status === 'fulfilled') return follower.value;
  throw new Error('no node answers');
}

async function quantityAt(url: string, name: string): Promise<number | null> {
  const { rows } = await oneQuery(url, 'SELECT quantity FROM inventory WHERE product_name = $1', [name]);
  return rows[0]?.quantity ?? null;
}
