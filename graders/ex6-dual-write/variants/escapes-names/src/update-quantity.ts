import { escapeLiteral } from 'pg';
import { oneQuery } from './one-query.ts';
import type { Nodes } from './types.ts';

export async function updateQuantity({ leaderUrl }: Nodes, name: string, quantity: number): Promise<boolean> {
  const sql = `UPDATE inventory SET quantity = ${Number(quantity)} WHERE product_name = ${escapeLiteral(name)}`;
  const { rowCount } = await oneQuery(leaderUrl, sql, []);
  return rowCount === 1;
}
