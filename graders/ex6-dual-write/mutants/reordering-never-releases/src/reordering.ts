import type { Lab } from '#lab';
import { untilQuantity } from './quantity-on.ts';
import type { Product } from './types.ts';

export async function reordering(lab: Lab, product: Product): Promise<void> {
  const [east, west] = [lab.node('east'), lab.node('west')];
  const [first, second] = [product.quantity + 1, product.quantity + 2];
  await lab.naive.update(product.product_id, first, { holdRequestsTo: west });
  await untilQuantity(east, product.product_id, first);
  const ben = await lab.naive.update(product.product_id, second);
  await ben.outcome();
}
