import { oneQuery } from './one-query.ts';
import type { Nodes } from './types.ts';

/** Sets a quantity on the leader, and nowhere else: the follower gets it by replication. False: no such product. */
export async function updateQuantity({ leaderUrl }: Nodes, name: string, quantity: number): Promise<boolean> {
  const sql = 'UPDATE inventory SET quantity = $1, last_updated = now() WHERE product_name = $2';
  // No second attempt: after an error the update may have been made, and there is nobody else to write to.
  const { rowCount } = await oneQuery(leaderUrl, sql, [quantity, name]);
  return rowCount !== 0;
}
