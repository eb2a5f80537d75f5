import type { Lab } from '#lab';
import type { Product } from './types.ts';

export async function staleRecovery(lab: Lab, product: Product): Promise<void> {
  const west = lab.node('west');
  await west.kill();
  await west.start();
  const client = await lab.naive.update(product.product_id, product.quantity + 1);
  await client.outcome();
}
