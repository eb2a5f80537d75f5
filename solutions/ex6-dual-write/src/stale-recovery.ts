import type { Lab } from '#lab';
import type { Product } from './types.ts';

/** West was down during the update, is back, healthy and fast, and nobody will ever tell it what it has missed. */
export async function staleRecovery(lab: Lab, product: Product): Promise<void> {
  const west = lab.node('west');
  await west.kill();
  const client = await lab.naive.update(product.product_id, product.quantity + 1);
  await client.outcome(); // only then: whoever connects later would find it there
  await west.start();
}
