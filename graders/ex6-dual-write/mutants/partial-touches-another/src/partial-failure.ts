import type { Lab } from '#lab';
import { untilQuantity } from './quantity-on.ts';
import type { Product } from './types.ts';

export async function partialFailure(lab: Lab, product: Product): Promise<void> {
  const [east, west] = [lab.node('east'), lab.node('west')];
  const quantity = product.quantity + 1;
  const client = await lab.naive.update(product.product_id, quantity, { holdRequestsTo: west });
  await untilQuantity(east, product.product_id, quantity);
  await client.cut(west);
  await client.outcome();
  const other = await lab.naive.update(101, quantity, { holdRequestsTo: west });
  await untilQuantity(east, 101, quantity);
  await other.cut(west);
  await other.outcome();
}
