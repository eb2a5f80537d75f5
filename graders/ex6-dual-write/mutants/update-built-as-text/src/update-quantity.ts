import { oneQuery } from './one-query.ts';
import type { Nodes } from './types.ts';

export async function updateQuantity({ leaderUrl }: Nodes, name: string, quantity: number): Promise<boolean> {
  const sql = `UPDATE inventory SET quantity = ${quantity}, last_updated = now() WHERE product_name = '${name}'`;
  const { rowCount } = await oneQuery(leaderUrl, sql, []);
  return rowCount !== 0;
}
