import type { Lab } from '#lab';
import { untilQuantity } from './quantity-on.ts';
import type { Product } from './types.ts';

export async function partialFailure(lab: Lab, product: Product): Promise<void> {
  const [east, west] = [lab.node('east'), lab.node('west')];
  const quantity = product.quantity + 1;
  const client = await lab.naive.update(product.product_id, quantity, { holdRequestsTo: west });
  await untilQuantity(east, product.product_id, quantity);
  await west.pause();
  await west.kill();
  await client.outcome();
  await west.start();
}
