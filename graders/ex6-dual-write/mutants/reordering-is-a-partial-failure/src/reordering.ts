import type { Lab } from '#lab';
import { untilQuantity } from './quantity-on.ts';
import type { Product } from './types.ts';

export async function reordering(lab: Lab, product: Product): Promise<void> {
  const [east, west] = [lab.node('east'), lab.node('west')];
  const [first, second] = [product.quantity + 1, product.quantity + 2];
  const anna = await lab.naive.update(product.product_id, first, { holdRequestsTo: west });
  await untilQuantity(east, product.product_id, first);
  const ben = await lab.naive.update(product.product_id, second, { holdRequestsTo: west });
  await untilQuantity(east, product.product_id, second);
  await anna.release(west);
  await ben.cut(west);
  await Promise.all([anna.outcome(), ben.outcome()]);
}
