import { oneQuery } from './one-query.ts';
import { nextFirst } from './turns.ts';
import type { Nodes } from './types.ts';

const failed = new Set<string>();

export async function getQuantity(nodes: Nodes, name: string): Promise<number | null> {
  const order = nextFirst(nodes).filter((url) => !failed.has(url));
  for (const url of order) {
    try {
      return await quantityAt(url, name);
    } catch (error) {
      if ((error as { code?: string }).code) failed.add(url);
    }
  }
  return await quantityAt(nodes.leaderUrl, name);
}

async function quantityAt(url: string, name: string): Promise<number | null> {
  const { rows } = await oneQuery(url, 'SELECT quantity FROM inventory WHERE product_name = $1', [name]);
  return rows[0]?.quantity ?? null;
}
