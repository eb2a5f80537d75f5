import { oneQuery } from './one-query.ts';
import type { Nodes } from './types.ts';

const sql = 'UPDATE inventory SET quantity = $1, last_updated = now() WHERE product_name = $2';

export async function updateQuantity({ leaderUrl }: Nodes, name: string, quantity: number): Promise<boolean> {
  const safe = name.replaceAll(/['"\\]/g, '');
  const { rowCount } = await oneQuery(leaderUrl, sql, [quantity, safe]);
  return rowCount !== 0;
}
