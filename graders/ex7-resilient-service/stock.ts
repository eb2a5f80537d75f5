import { type CheckContext, type ClusterNode, must, waitForCatchup } from '#harness/grading';
import type { Update } from './answer.ts';

/** A row of the table inventory. */
export type Product = ReturnType<CheckContext['random']['product']>;

/** New rows on the leader; returns when the follower has them too. */
export async function stock(context: CheckContext, count: number): Promise<[Product, ...Product[]]> {
  const { leader, follower } = context.cluster;
  const products = Array.from({ length: count }, () => context.random.product());
  for (const { product_id, product_name, quantity } of products) {
    const values = [product_id, product_name, quantity];
    await leader.query('INSERT INTO public.inventory (product_id, product_name, quantity) VALUES ($1, $2, $3)', values);
  }
  await waitForCatchup(leader, follower, { timeout: 20_000, signal: context.signal });
  return products as [Product, ...Product[]];
}

/** Makes quantities that no product begins with, and none of them twice: each tells which update it came from. */
export function newQuantities({ random }: CheckContext): () => number {
  let last = 10_000;
  return () => {
    last += random.int(1, 99);
    return last;
  };
}

export async function quantityOn(node: ClusterNode, id: number): Promise<number> {
  return await node.value<number>('SELECT quantity FROM public.inventory WHERE product_id = $1', [id]);
}

/**
 * Whether what the answers said is true of what the server has in the end, when nothing is under way any more: an update
 * that was done and that no later one may have overwritten is there, and one that was called undone is not.
 */
export async function mustBeTrue(node: ClusterNode, product: Product, updates: readonly Update[]): Promise<void> {
  const mine = updates.filter(({ id }) => id === product.product_id);
  const quantity = await quantityOn(node, product.product_id);
  const found = mine.find((update) => update.quantity === quantity);
  must(found === undefined || mayBeThere(found), 'An update was called undone, and it was done.', {
    expected: `'UNKNOWN' for ${found?.what}: it was sent, and no answer came`,
    actual: `'${String(found?.code)}', and the ${node.name} has quantity ${quantity}`,
  });
  const last = mine.findLast(({ outcome }) => outcome === 'done');
  const isOverwritten = found !== undefined && (found === last || found.outcome !== 'done' || meet(found, last));
  must(last === undefined || isOverwritten, 'An update was answered as done, and it is not there.', {
    expected: `quantity ${last?.quantity} on the ${node.name}, after ${last?.what}`,
    actual: quantity,
  });
}

/** A NOT_FOUND, an UNAVAILABLE and a CLOSED all promise that nothing was written. */
function mayBeThere({ outcome, code }: Update): boolean {
  return outcome !== 'failed' || !['UNAVAILABLE', 'NOT_FOUND', 'CLOSED'].includes(code as string);
}

/** Two updates that ran at the same time: either may be the later one. */
function meet(one: Update, other: Update | undefined): boolean {
  return other === undefined || (one.ended ?? Number.POSITIVE_INFINITY) >= other.begun;
}
