import type { Lab } from '#lab';
import { untilQuantity } from './quantity-on.ts';
import type { Product } from './types.ts';

export async function partialFailure(lab: Lab, product: Product): Promise<void> {
  const [east, west] = [lab.node('east'), lab.node('west')];
  const client = await lab.naive.update(product.product_id, product.quantity, { holdRequestsTo: west });
  await untilQuantity(east, product.product_id, product.quantity);
  await client.cut(west);
  await client.outcome();
}
