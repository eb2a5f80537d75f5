import {
  type CheckContext,
  type ClusterNode,
  changesOf,
  insertProduct,
  lookAtNewLeader,
  type NewLeader,
  type Product,
  promotionAsked,
  trackChanges,
  waitForCatchup,
} from '#harness/grading';

/** What is found after `loseAWrite`, whatever commands it used. */
export interface Story {
  told: unknown;
  row: Product;
  /** The row on the dead leader's disk; undefined when it is not there, with the reason. */
  onOldLeader: { found: boolean; because: string };
  /** Facts about the promoted follower. */
  newLeader: NewLeader;
  promotion: { asked: number; leaderEnded: number | undefined; startedAgain: boolean } | undefined;
  /** Whether a change of the row is part of the new leader's history, and whether the row is there now. */
  reachedFollower: boolean;
  rowOnNewLeader: boolean;
}

/** Lets the student's code tell its story, and then looks at both machines. */
export async function tellStory({ cluster, examine, note, random, signal, student }: CheckContext): Promise<Story> {
  const { leader, follower } = cluster;
  const earlier = [random.product(), random.product()];
  for (const row of earlier) await insertProduct(leader, row);
  await waitForCatchup(leader, follower, { timeout: 10_000, signal });
  const system = await leader.systemIdentifier();
  await trackChanges(leader);
  const row = random.product();

  const program = await student();
  const told = await program.call('loseAWrite', [program.lab, row]);
  await program.settle();
  note('story.told', { told });
  await examine();

  const ids = [101, 102, 103, ...earlier.map((each) => each.product_id)];
  const newLeader = await lookAtNewLeader(follower, { system, ids }, random.product());
  const promotion = await lookAtPromotion(leader, follower);
  const old = await lookAtOldLeader(cluster, row);
  const reachedFollower = (await changesOf(follower, row.product_id)) > 0;
  const [present] = await follower.query('SELECT 1 FROM public.inventory WHERE product_id = $1', [row.product_id]);
  return {
    told,
    row,
    onOldLeader: old,
    newLeader,
    promotion,
    reachedFollower,
    rowOnNewLeader: present !== undefined,
  };
}

/**
 * When the promotion was asked for, by the follower's own log, and whether the leader ran at that moment. Both clocks
 * are this machine's. The log has whole milliseconds, cut off, so the leader's end is cut off too.
 */
async function lookAtPromotion(leader: ClusterNode, follower: ClusterNode): Promise<Story['promotion']> {
  const asked = await promotionAsked(follower);
  if (asked === undefined) return undefined;
  const before = leader.machine.power.filter(({ at }) => Math.floor(at) <= asked);
  const last = before.at(-1);
  return {
    asked,
    leaderEnded: last?.event === 'ended' ? last.at : undefined,
    startedAgain: leader.machine.power.some(({ event, at }) => event === 'started' && Math.floor(at) > asked),
  };
}

interface OldLeader {
  found: boolean;
  because: string;
}

/** Starts the dead leader where nothing and nobody can reach it, and reads the row from its disk. */
async function lookAtOldLeader(cluster: CheckContext['cluster'], row: Product): Promise<OldLeader> {
  const { leader } = cluster;
  const power = [...leader.machine.power];
  await cluster.isolate(leader);
  try {
    if (leader.state === 'off') await leader.start();
    await leader.answers({ timeout: 10_000 });
    const [found] = await leader.query<{ name: string; quantity: number }>(
      'SELECT product_name AS name, quantity FROM public.inventory WHERE product_id = $1',
      [row.product_id],
    );
    if (!found) return { found: false, because: 'the table on its disk has no such row' };
    if (found.name !== row.product_name || found.quantity !== row.quantity) {
      return { found: false, because: `the row on its disk is ${found.name}, ${found.quantity}` };
    }
    const written = await leader.value<number>(
      'SELECT extract(epoch FROM min(at))::float8 * 1000 FROM lab_control.changes WHERE product_id = $1',
      [row.product_id],
    );
    const before = power.filter(({ at }) => at <= written).at(-1);
    if (before?.event === 'ended') return { found: false, because: 'it was put there after the leader had died' };
    return { found: true, because: '' };
  } catch (error) {
    return { found: false, because: `it cannot be read: ${error instanceof Error ? error.message : String(error)}` };
  }
}
