import type { Lab } from '#lab';
import { untilQuantity } from './quantity-on.ts';
import type { Product } from './types.ts';

export { reordering } from './reordering.ts';
export { staleRecovery } from './stale-recovery.ts';

/** Nobody looks at east: the client cannot have begun with west before east's reply is let through. */
export async function partialFailure(lab: Lab, { product_id, quantity }: Product): Promise<void> {
  const [east, west] = [lab.node('east'), lab.node('west')];
  const client = await lab.naive.update(product_id, quantity + 1, { holdRepliesFrom: east });
  const cut = await lab.isolate(west); // breaks the connection that the client has already
  await cut.heal();
  await client.release(east);
  await client.outcome();
}

/** An isolated server's clients learn of it although its replies are held; those of a killed one would not. */
export async function lostReply(lab: Lab, { product_id, quantity }: Product): Promise<void> {
  const east = lab.node('east');
  const client = await lab.naive.update(product_id, quantity + 1, { holdRepliesFrom: east });
  await untilQuantity(east, product_id, quantity + 1);
  const cut = await lab.isolate(east);
  await client.outcome();
  await cut.heal();
}
