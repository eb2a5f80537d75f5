import { oneQuery } from './one-query.ts';
import { nextFirst } from './turns.ts';
import type { Nodes } from './types.ts';

export async function getQuantity(nodes: Nodes, name: string): Promise<number | null> {
  const [first] = nextFirst(nodes);
  const ask = () => quantityAt(first, name);
  return await ask().catch(ask).catch(() => null); // asked twice: a node that is only slow is not taken for a dead one
}

async function quantityAt(url: string, name: string): Promise<number | null> {
  const { rows } = await oneQuery(url, 'SELECT quantity FROM inventory WHERE product_name = $1', [name]);
  return rows[0]?.quantity ?? null;
}
