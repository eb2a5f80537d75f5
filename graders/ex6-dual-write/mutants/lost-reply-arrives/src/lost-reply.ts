import type { Lab } from '#lab';
import { untilQuantity } from './quantity-on.ts';
import type { Product } from './types.ts';

export async function lostReply(lab: Lab, product: Product): Promise<void> {
  const west = lab.node('west');
  const quantity = product.quantity + 1;
  const client = await lab.naive.update(product.product_id, quantity, { holdRepliesFrom: west });
  await untilQuantity(west, product.product_id, quantity);
  await client.release(west);
  await client.outcome();
}
