import { oneQuery } from './one-query.ts';
import type { Nodes } from './types.ts';

export async function updateQuantity({ leaderUrl }: Nodes, name: string, quantity: number): Promise<boolean> {
  const literal = `E'${name.replaceAll("'", "\\'")}'`;
  const sql = `UPDATE inventory SET quantity = $1, last_updated = now() WHERE product_name = ${literal}`;
  const { rowCount } = await oneQuery(leaderUrl, sql, [quantity]);
  return rowCount !== 0;
}
