import { oneQuery } from './one-query.ts';
import type { Nodes } from './types.ts';

const sql = 'UPDATE inventory SET quantity = $1, last_updated = now() WHERE product_name = $2';
let isDown = false;

export async function updateQuantity({ leaderUrl }: Nodes, name: string, quantity: number): Promise<boolean> {
  if (isDown) throw new Error('the leader is down');
  try {
    return (await oneQuery(leaderUrl, sql, [quantity, name])).rowCount !== 0;
  } catch (error) {
    isDown = !(error as { code?: string }).code;
    throw error;
  }
}
