import { type CheckContext, isReplicating, messageOf } from '#harness/grading';
import type { Order } from './order.ts';
import { type Row, readRows } from './rows.ts';
import { serverSaid } from './server-said.ts';

/** What became of the instance in a failover that the grader ordered. */
export interface Failover {
  /** Why the service refused it. */
  refused?: string;
  /** The row that was written afterwards, and how that went. */
  write?: { row: Row; error?: string };
  rows?: { instance: Row[] | string; replica: Row[] | string };
  notFollowing?: string;
}

export async function failOver(
  context: CheckContext,
  order: Order,
  urls: { instance: string; replica: string },
): Promise<Failover> {
  const { managed, random, session, signal } = context;
  try {
    managed.failover({ name: order.instance });
  } catch (error) {
    return { refused: messageOf(error) };
  }
  await managed.settled({ timeout: 60_000, signal });
  const row = random.product();
  let error: string | undefined;
  try {
    const client = await session(urls.instance);
    await client.query('INSERT INTO public.inventory (product_id, product_name, quantity) VALUES ($1, $2, $3)', [
      row.product_id,
      row.product_name,
      row.quantity,
    ]);
  } catch (thrown) {
    error = serverSaid(thrown);
  }
  // A row of the harness's own, written after this one, has arrived: so has this one.
  const [leader, follower] = [managed.find(order.instance).node, managed.find(order.replica).node];
  const proof = await isReplicating(leader, follower, { timeout: 20_000, signal });
  return {
    write: { row, error },
    rows: {
      instance: await readRows(context, urls.instance),
      replica: await readRows(context, urls.replica),
    },
    notFollowing: proof.replicates ? undefined : proof.because,
  };
}
