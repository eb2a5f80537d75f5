import type { Lab } from '#lab';
import { untilQuantity } from './quantity-on.ts';
import type { Product } from './types.ts';

/** West has the update, and the client believes that it failed there. */
export async function lostReply(lab: Lab, product: Product): Promise<void> {
  const west = lab.node('west');
  const quantity = product.quantity + 1;
  const client = await lab.naive.update(product.product_id, quantity, { holdRepliesFrom: west });
  // The request has arrived and is committed; only the answer is under way, and must not come through.
  await untilQuantity(west, product.product_id, quantity);
  await client.cut(west);
  await client.outcome();
}
