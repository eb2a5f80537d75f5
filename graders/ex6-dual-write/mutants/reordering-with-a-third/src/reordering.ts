import type { Lab } from '#lab';
import { untilQuantity } from './quantity-on.ts';
import type { Product } from './types.ts';

export async function reordering(lab: Lab, product: Product): Promise<void> {
  const [east, west] = [lab.node('east'), lab.node('west')];
  const { product_id, quantity } = product;
  const warm = await lab.naive.update(product_id, quantity + 3);
  await warm.outcome();
  const anna = await lab.naive.update(product_id, quantity + 1, { holdRequestsTo: west });
  await untilQuantity(east, product_id, quantity + 1);
  const ben = await lab.naive.update(product_id, quantity + 2);
  await ben.outcome();
  await anna.release(west);
  await anna.outcome();
}
