import type { Lab } from '#lab';
import { untilQuantity } from './quantity-on.ts';
import type { Product } from './types.ts';

export async function lostReply(lab: Lab, product: Product): Promise<void> {
  const east = lab.node('east');
  const quantity = product.quantity + 7;
  const client = await lab.naive.update(product.product_id, quantity, { holdRepliesFrom: east });
  await untilQuantity(east, product.product_id, quantity);
  await client.cut(east);
  await client.outcome();
}
