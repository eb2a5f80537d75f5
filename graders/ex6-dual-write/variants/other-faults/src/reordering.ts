import type { Lab } from '#lab';
import { untilQuantity } from './quantity-on.ts';
import type { Product } from './types.ts';

export async function reordering(lab: Lab, product: Product): Promise<void> {
  const east = lab.node('east');
  const [first, second] = [product.quantity + 5, product.quantity + 3];
  // She waits for the answer of east, and so does not come to west.
  const anna = await lab.naive.update(product.product_id, first, { holdRepliesFrom: east });
  await untilQuantity(east, product.product_id, first);
  const ben = await lab.naive.update(product.product_id, second);
  await ben.outcome();
  await anna.release(east);
  await anna.outcome();
}
