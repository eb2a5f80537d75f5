import { type CheckContext, type ClusterNode, isReplicating } from '#harness/grading';
import { type Failover, failOver } from './failover.ts';
import { type Order, orderFor } from './order.ts';
import { type Row, readRows } from './rows.ts';

/** What the service says of a name: undefined when there is nothing of that name. */
export type Seen = Awaited<ReturnType<CheckContext['managed']['describe']>> | undefined;

export interface Built {
  order: Order;
  /** In the moment in which buildReplica returned. */
  atReturn: { instance: Seen; replica: Seen; rows: Row[] | string };
  /** When the program was over. */
  after: { instance: Seen; replica: Seen };
  rows: { instance: Row[] | string; replica: Row[] | string };
  /** Why the replica does not follow the instance. */
  notFollowing: string | undefined;
  /** Of each parameter that was ordered: the value on the instance, for everybody. */
  settings: { name: string; wanted: string; found: string }[];
  failover: Failover | undefined;
}

/** Runs buildReplica in a program of its own, to that program's very end, and looks at what the service has then. */
export async function build(context: CheckContext): Promise<Built> {
  const { managed, random, signal, student } = context;
  const order = orderFor(random);
  const program = await student();
  await program.call('buildReplica', [program.lab, order]);
  const atReturn = await look(context, order);
  const rows = atReturn.replica?.url
    ? await readRows(context, atReturn.replica.url)
    : 'there is no replica to read from';
  await program.settle();
  await managed.settled({ timeout: 30_000, signal });
  const after = await look(context, order);
  const built: Built = {
    order,
    atReturn: { ...atReturn, rows },
    after,
    rows: { instance: 'not looked at', replica: 'not looked at' },
    notFollowing: 'not looked at',
    settings: [],
    failover: undefined,
  };
  if (!after.instance?.url || !after.replica?.url) return built;
  const [leader, follower] = [managed.find(order.instance).node, managed.find(order.replica).node];
  const proof = await isReplicating(leader, follower, { timeout: 20_000, signal });
  built.notFollowing = proof.replicates ? undefined : proof.because;
  built.rows = {
    instance: await readRows(context, after.instance.url),
    replica: await readRows(context, after.replica.url),
  };
  built.settings = await readSettings(leader, order);
  await context.examine();
  built.failover = await failOver(context, order, { instance: after.instance.url, replica: after.replica.url });
  return built;
}

async function look(
  { managed }: CheckContext,
  { instance, replica }: Order,
): Promise<{ instance: Seen; replica: Seen }> {
  const seen = async (name: string): Promise<Seen> =>
    managed.instances.some((each) => each.name === name) ? await managed.describe({ name }) : undefined;
  return { instance: await seen(instance), replica: await seen(replica) };
}

/** As the control role sees them: what holds for a session or a role of the student's is not seen. */
async function readSettings(leader: ClusterNode, { parameters }: Order): Promise<Built['settings']> {
  return await Promise.all(
    Object.entries(parameters).map(async ([name, wanted]) => ({
      name,
      wanted,
      found: await leader.value<string>('SELECT pg_catalog.current_setting($1)', [name]),
    })),
  );
}
