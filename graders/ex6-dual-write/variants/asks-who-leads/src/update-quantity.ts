import { oneQuery } from './one-query.ts';
import type { Nodes } from './types.ts';

export async function updateQuantity(nodes: Nodes, name: string, quantity: number): Promise<boolean> {
  const leader = await leaderOf(nodes);
  const { rows } = await oneQuery(leader, 'SELECT product_id FROM inventory WHERE product_name = $1', [name]);
  if (rows.length === 0) return false;
  await oneQuery(leader, 'UPDATE inventory SET quantity = $2 WHERE product_id = $1', [rows[0].product_id, quantity]);
  return true;
}

async function leaderOf({ leaderUrl, followerUrl }: Nodes): Promise<string> {
  const asked = [leaderUrl, followerUrl].map(async (url) => {
    const { rows } = await oneQuery(url, 'SELECT pg_is_in_recovery() AS follows', []);
    if (rows[0].follows) throw new Error('it follows');
    return url;
  });
  return await Promise.any(asked);
}
