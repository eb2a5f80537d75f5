import { oneQuery } from './one-query.ts';
import { nextFirst } from './turns.ts';
import type { Nodes } from './types.ts';

export async function getQuantity(nodes: Nodes, name: string): Promise<number | null> {
  const [first, second] = nextFirst(nodes);
  try {
    return await quantityAt(first, name);
  } catch {
    return await quantityAt(second, name);
  }
}

async function quantityAt(url: string, name: string): Promise<number | null> {
  const { rows } = await oneQuery(url, 'SELECT quantity FROM inventory WHERE product_name = $1', [name]);
  return rows[0]?.quantity || null;
}
