import type { Lab } from '#lab';
import { untilQuantity } from './quantity-on.ts';
import type { Product } from './types.ts';

/** East has the update and west has not, and the client knows it: what is its `catch` block to do? */
export async function partialFailure(lab: Lab, product: Product): Promise<void> {
  const [east, west] = [lab.node('east'), lab.node('west')];
  const quantity = product.quantity + 1;
  // Held from the start: what it sends to west lies in the network, and will never arrive.
  const client = await lab.naive.update(product.product_id, quantity, { holdRequestsTo: west });
  await untilQuantity(east, product.product_id, quantity);
  await client.cut(west);
  await client.outcome();
}
