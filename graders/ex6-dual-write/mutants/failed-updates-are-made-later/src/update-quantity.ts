import { oneQuery } from './one-query.ts';
import type { Nodes } from './types.ts';

const sql = 'UPDATE inventory SET quantity = $1, last_updated = now() WHERE product_name = $2';

export async function updateQuantity({ leaderUrl }: Nodes, name: string, quantity: number): Promise<boolean> {
  const again = () => oneQuery(leaderUrl, sql, [quantity, name]).catch(later);
  const later = () => setTimeout(again, 500);
  try {
    return (await oneQuery(leaderUrl, sql, [quantity, name])).rowCount !== 0;
  } catch (error) {
    later();
    throw error;
  }
}
