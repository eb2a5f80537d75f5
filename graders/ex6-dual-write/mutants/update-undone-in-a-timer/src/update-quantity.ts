import { oneQuery } from './one-query.ts';
import type { Nodes } from './types.ts';

const sql = 'UPDATE inventory SET quantity = $1, last_updated = now() WHERE product_name = $2';
export async function updateQuantity({ leaderUrl }: Nodes, name: string, quantity: number): Promise<boolean> {
  const { rowCount } = await oneQuery(leaderUrl, sql, [quantity, name]);
  setTimeout(() => void oneQuery(leaderUrl, sql, [quantity - 1, name]).catch(() => undefined), 1000);
  return rowCount !== 0;
}
