import { oneQuery } from './one-query.ts';
import type { Nodes } from './types.ts';

export async function updateQuantity({ leaderUrl }: Nodes, name: string, quantity: number): Promise<boolean> {
  const sql = 'UPDATE inventory SET quantity = $1, last_updated = now() WHERE product_name = $2';
  const { rowCount } = await oneQuery(leaderUrl, sql, [quantity, name.normalize('NFC')]);
  return rowCount !== 0;
}
