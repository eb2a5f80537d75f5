import { type CheckContext, type ClusterNode, messageOf } from '#harness/grading';
import { slowAt } from './slow-machine.ts';
import { letVisitorsIn, type Visits } from './visitors.ts';

/** What is found after `fence` was called for one of the two nodes. */
export interface Fenced {
  node: string;
  other: string;
  visits: Visits;
  /** Why the other node is not in service as it was; undefined when it is. */
  otherHurt: string | undefined;
}

/** `fence` on the leader of a healthy pair. */
export async function fenceLeader(context: CheckContext): Promise<Fenced> {
  const { leader, follower } = context.cluster;
  return await fenceOne(context, leader, follower, async () => {
    await follower.query('SELECT count(*) FROM public.inventory');
    if (!(await follower.inRecovery())) throw new Error('it was promoted');
  });
}

/** `fence` on the promoted follower, while the old leader still takes writes: now that one is the other node. */
export async function fenceFollower(context: CheckContext): Promise<Fenced> {
  const { cluster, random, session, signal } = context;
  const { leader, follower } = cluster;
  await follower.promote({ timeout: 10_000, signal });
  return await fenceOne(context, follower, leader, async () => {
    const client = await session(leader.url);
    const { product_id, product_name, quantity } = random.product();
    await client.query('INSERT INTO public.inventory (product_id, product_name, quantity) VALUES ($1, $2, $3)', [
      product_id,
      product_name,
      quantity,
    ]);
  });
}

async function fenceOne(
  context: CheckContext,
  node: ClusterNode,
  other: ClusterNode,
  use: () => Promise<void>,
): Promise<Fenced> {
  const { cluster, examine, note, student } = context;
  const visitors = await letVisitorsIn(context, node);
  const program = await student(slowAt(node, other, context));
  await program.call('fence', [program.lab, program.node(node.name)]);
  await program.settle();
  await examine();
  await goOn(cluster);
  const visits = await visitors.tryAll();
  const otherHurt =
    other.state === 'running' ? await use().then(() => undefined, messageOf) : `its server is ${other.state}`;
  note('fenced', { node: node.name, visits, otherHurt });
  return { node: node.name, other: other.name, visits, otherHurt };
}

/** Networks heal, and who is frozen wakes up, in whatever way it was frozen. Nobody starts a server that is off. */
export async function goOn(cluster: CheckContext['cluster']): Promise<void> {
  await cluster.heal();
  for (const node of cluster.nodes) if (node.state !== 'off') await node.machine.resume();
}
