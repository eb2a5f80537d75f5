import { oneQuery } from './one-query.ts';
import { nextFirst } from './turns.ts';
import type { Nodes } from './types.ts';

export async function getQuantity(nodes: Nodes, name: string): Promise<number | null> {
  const [first, second] = nextFirst(nodes).map((url) => () => quantityAt(url, name));
  if (!first || !second) throw new Error('two nodes are needed');
  const own = first();
  const spare = Promise.withResolvers<number | null>();
  const ask = () => second().then(spare.resolve, spare.reject);
  const timer = setTimeout(ask, 1000);
  own.then(
    () => clearTimeout(timer),
    () => {
      clearTimeout(timer);
      void ask();
    },
  );
  spare.promise.catch(() => undefined);
  return await Promise.any([own, spare.promise]);
}

async function quantityAt(url: string, name: string): Promise<number | null> {
  const { rows } = await oneQuery(url, 'SELECT quantity FROM inventory WHERE product_name = $1', [name]);
  return rows[0]?.quantity ?? null;
}
