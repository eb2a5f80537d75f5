import { oneQuery } from './one-query.ts';
import type { Nodes } from './types.ts';

const sql = 'UPDATE inventory SET quantity = $1, last_updated = now() WHERE product_name = $2';
let turn = 0;

export async function updateQuantity({ leaderUrl, followerUrl }: Nodes, name: string, quantity: number): Promise<boolean> {
  turn += 1;
  const [first, second] = turn % 2 === 0 ? [leaderUrl, followerUrl] : [followerUrl, leaderUrl];
  try {
    return (await oneQuery(first, sql, [quantity, name])).rowCount !== 0;
  } catch (error) {
    if ((error as { code?: string }).code !== '25006') throw error;
    return (await oneQuery(second, sql, [quantity, name])).rowCount !== 0;
  }
}
