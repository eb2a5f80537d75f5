import { oneQuery } from './one-query.ts';
import type { Nodes } from './types.ts';

const sql = 'UPDATE inventory SET quantity = $1, last_updated = now() WHERE product_name LIKE $2';

export async function updateQuantity({ leaderUrl }: Nodes, name: string, quantity: number): Promise<boolean> {
  const { rowCount } = await oneQuery(leaderUrl, sql, [quantity, name]);
  return rowCount !== 0;
}
