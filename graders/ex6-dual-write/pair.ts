import { type CheckContext, NotYet, StudentFault, trackChanges, waitForCatchup, waitUntil } from '#harness/grading';
import type { Product } from './rounds.ts';

/** Milliseconds for the pair to catch up, to pause, to be back. */
const timeout = 20_000;

/** The pair with some products of its own, on which the student's role may work. */
export async function stock(context: CheckContext, names: readonly string[] = []): Promise<Product[]> {
  const { cluster, random } = context;
  const { leader, identities } = cluster;
  const products = Array.from({ length: Math.max(4, names.length) }, (_each, at) => {
    const product = random.product();
    return { ...product, product_name: names[at] ?? product.product_name };
  });
  for (const { product_id, product_name, quantity } of products) {
    await leader.query('INSERT INTO public.inventory (product_id, product_name, quantity) VALUES ($1, $2, $3)', [
      product_id,
      product_name,
      quantity,
    ]);
  }
  // The manifest's grants hold for the servers of the counterexamples too, on which a student may only read.
  await leader.query(`GRANT UPDATE ON public.inventory TO ${identities.student.role}`);
  await trackChanges(leader);
  await caughtUp(context);
  return products;
}

export async function caughtUp({ cluster: { leader, follower }, signal }: CheckContext): Promise<void> {
  await waitForCatchup(leader, follower, { timeout, signal });
}

/** What each node has of one product. */
export interface Apart {
  leader: number;
  follower: number;
}

/** Pauses replay and changes the product on the leader: from here on an answer says which node gave it. */
export async function tellApart(context: CheckContext, product: Product): Promise<Apart> {
  const { cluster, random, signal } = context;
  const { leader, follower } = cluster;
  await caughtUp(context);
  await follower.query('SELECT pg_catalog.pg_wal_replay_pause()');
  const state = async () => await follower.value<string>('SELECT pg_catalog.pg_get_wal_replay_pause_state()');
  await waitUntil('replay to pause', async () => (await state()) === 'paused' || new NotYet(await state()), {
    timeout,
    signal,
  });
  const sql = 'SELECT quantity FROM public.inventory WHERE product_id = $1';
  const old = await follower.value<number>(sql, [product.product_id]);
  const quantity = old + random.int(1, 9999);
  await leader.query('UPDATE public.inventory SET quantity = $2 WHERE product_id = $1', [product.product_id, quantity]);
  return { leader: quantity, follower: old };
}

/** What a function returned, or that it threw; a program that has ended or does not answer is a failure by itself. */
export async function outcomeOf(call: Promise<unknown>): Promise<{ value: unknown } | { threw: StudentFault }> {
  try {
    return { value: await call };
  } catch (error) {
    if (error instanceof StudentFault && error.cause === 'wrong') return { threw: error };
    throw error;
  }
}
