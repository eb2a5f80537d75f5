import type { Lab } from '#lab';
import type { Product } from './types.ts';

export async function reordering(lab: Lab, product: Product): Promise<void> {
  const clients = await Promise.all(
    [1, 2].map((more) => lab.naive.update(product.product_id, product.quantity + more)),
  );
  await Promise.all(clients.map((client) => client.outcome()));
}
