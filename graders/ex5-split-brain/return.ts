import {
  type CheckContext,
  type ClusterNode,
  insertProduct,
  isReplicating,
  messageOf,
  waitForCatchup,
} from '#harness/grading';

/** How the old leader is when `rejoin` is called. */
export type Condition = 'running' | 'killed';

/** What is found after `rejoin`, whatever commands it used. */
export interface Return {
  condition: Condition;
  /** Whether the new leader was out of service in between. */
  interrupted: boolean;
  /** Why the old leader does not follow the new one; undefined when it does. */
  notFollowing: string | undefined;
  /** The rows of the new leader before, and those of both nodes afterwards. */
  wanted: string[];
  onNewLeader: string[];
  onOldLeader: string[];
  /** Slots on the new leader that nobody uses while the old leader follows: they keep WAL for ever. */
  idleSlots: string[];
  /** Why it does not follow any more when it was stopped and started; undefined when it does. */
  afterRestart: string | undefined;
}

/** Milliseconds in which the node must follow, as the README says. */
const followTimeout = 20_000;

/** Splits the pair, lets the student's code bring the old leader back, and looks at both nodes. */
export async function comeBack(context: CheckContext, condition: Condition): Promise<Return> {
  const { cluster, examine, note, student } = context;
  const { leader: old, follower: current } = cluster;
  await split(context);
  if (condition === 'killed') await old.kill();
  const wanted = await rowsOf(current);

  const before = current.machine.power.length;
  const program = await student();
  await program.call('rejoin', [program.lab, program.node(old.name)]);
  await program.settle();
  await examine();

  const interrupted = current.machine.power.length > before;
  const notFollowing = await whyNotFollowing(context);
  const onNewLeader = current.state === 'running' ? await rowsOf(current) : [];
  const onOldLeader = old.state === 'running' ? await rowsOf(old).catch((error) => [messageOf(error)]) : [];
  const idleSlots = notFollowing === undefined ? await idleSlotsOf(current) : [];
  const afterRestart = notFollowing ?? (await restart(context));
  const facts = { condition, interrupted, notFollowing, wanted, onNewLeader, onOldLeader, idleSlots, afterRestart };
  note('return', facts);
  return facts;
}

/**
 * Two leaders, as in part 1. The old one has written more than the new one: who compares positions takes it for the one
 * that is further on.
 */
async function split({ cluster, random, signal }: CheckContext): Promise<void> {
  const { leader, follower } = cluster;
  await insertProduct(leader, random.product());
  await waitForCatchup(leader, follower, { timeout: 10_000, signal });
  const cut = await cluster.disconnect(leader);
  await follower.promote({ timeout: 10_000, signal });
  const contested = random.product();
  await insertProduct(leader, contested);
  await insertProduct(follower, { ...contested, quantity: contested.quantity + 1 });
  await insertProduct(leader, random.product());
  await leader.query('UPDATE public.inventory SET quantity = $1 WHERE product_id = 101', [random.int(1000, 9999)]);
  await leader.query('DELETE FROM public.inventory WHERE product_id = 102');
  await leader.query('SELECT pg_catalog.pg_switch_wal()');
  await insertProduct(leader, random.product());
  await insertProduct(follower, random.product());
  await cut.heal();
}

async function whyNotFollowing({ cluster, signal }: CheckContext): Promise<string | undefined> {
  const { leader: old, follower: current } = cluster;
  for (const node of [current, old]) if (node.state !== 'running') return `the server of ${node.name} is ${node.state}`;
  // The program is over: who leads now is not going to follow by waiting.
  await old.answers({ timeout: followTimeout, signal });
  if (!(await old.inRecovery())) return 'the old leader is not in recovery: it accepts writes of its own';
  const proof = await isReplicating(current, old, { timeout: followTimeout, signal, anyName: true });
  return proof.replicates ? undefined : proof.because;
}

/** A planned restart, during which the new leader writes on: what it has must still be there for the node. */
async function restart(context: CheckContext): Promise<string | undefined> {
  const { leader: old, follower: current } = context.cluster;
  await old.stop('fast');
  await insertProduct(current, context.random.product());
  await current.query('SELECT pg_catalog.pg_switch_wal()');
  await current.query('CHECKPOINT');
  const failed = await old.start().then(() => undefined, messageOf);
  return failed ?? (await whyNotFollowing(context));
}

async function idleSlotsOf(node: ClusterNode): Promise<string[]> {
  const slots = await node.query<{ slot_name: string }>(
    'SELECT slot_name FROM pg_catalog.pg_replication_slots WHERE NOT active ORDER BY slot_name',
  );
  return slots.map(({ slot_name }) => slot_name);
}

async function rowsOf(node: ClusterNode): Promise<string[]> {
  const rows = await node.query<{ row: string }>(
    `SELECT pg_catalog.concat_ws(' ', product_id::text, product_name, quantity::text) AS row
     FROM public.inventory ORDER BY product_id`,
  );
  return rows.map(({ row }) => row);
}
