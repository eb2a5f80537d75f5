import { type CheckContext, type ClusterNode, waitForCatchup } from '#harness/grading';

type Row = ReturnType<CheckContext['random']['product']>;

/** What is found after `loseAWrite`, whatever commands it used. */
export interface Story {
  told: unknown;
  row: Row;
  /** The row on the dead leader's disk; undefined when it is not there, with the reason. */
  onOldLeader: { found: boolean; because: string };
  /** Facts about the promoted follower. */
  newLeader: { inRecovery: boolean; writable: string; timeline: number; sameSystem: boolean; missing: number[] };
  promotion: { asked: number; leaderEnded: number | undefined; startedAgain: boolean } | undefined;
  /** Whether the row's commit is part of the new leader's history, and whether the row is there now. */
  reachedFollower: boolean;
  rowOnNewLeader: boolean;
}

/** Lets the student's code tell its story, and then looks at both machines. */
export async function tellStory({ cluster, examine, note, random, signal, student }: CheckContext): Promise<Story> {
  const { leader, follower } = cluster;
  const earlier = [random.product(), random.product()];
  for (const row of earlier) await insert(leader, row);
  await waitForCatchup(leader, follower, { timeout: 10_000, signal });
  const system = await leader.systemIdentifier();
  const row = random.product();

  const program = await student();
  const told = await program.call('loseAWrite', [program.lab, row]);
  await program.settle();
  note('story.told', { told });
  await examine();

  const newLeader = await lookAtNewLeader(follower, system, earlier, random.product());
  const promotion = await lookAtPromotion(leader, follower);
  const old = await lookAtOldLeader(cluster, row);
  const reachedFollower = await isInHistory(follower, old.xid, old.committedAt);
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

async function lookAtNewLeader(
  node: ClusterNode,
  system: string,
  earlier: Row[],
  probe: Row,
): Promise<Story['newLeader']> {
  const inRecovery = await node.inRecovery();
  const ids = [101, 102, 103, ...earlier.map((row) => row.product_id)];
  const present = await node.query<{ product_id: number }>(
    'SELECT product_id FROM public.inventory WHERE product_id = ANY ($1)',
    [ids],
  );
  const missing = ids.filter((id) => !present.some((row) => row.product_id === id));
  const sameSystem = (await node.systemIdentifier()) === system;
  if (inRecovery) return { inRecovery, writable: 'it is still a follower', timeline: 0, sameSystem, missing };
  const writable = await insert(node, probe).then(
    () => 'yes',
    (error: Error) => error.message,
  );
  return { inRecovery, writable, timeline: await node.timeline(), sameSystem, missing };
}

/**
 * When the promotion was asked for, by the follower's own log, and whether the leader ran at that moment. Both clocks
 * are this machine's. The log has whole milliseconds, cut off, so the leader's end is cut off too.
 */
async function lookAtPromotion(leader: ClusterNode, follower: ClusterNode): Promise<Story['promotion']> {
  const line = (await follower.log()).split('\n').find((text) => text.includes('received promote request'));
  if (line === undefined) return undefined;
  const asked = Math.round(Number.parseFloat(line) * 1000);
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
  /** The transaction that wrote the row, and when it was committed there. */
  xid?: string;
  committedAt?: string;
}

/** Starts the dead leader where nothing and nobody can reach it, and reads the row from its disk. */
async function lookAtOldLeader(cluster: CheckContext['cluster'], row: Row): Promise<OldLeader> {
  const { leader } = cluster;
  await cluster.isolate(leader);
  try {
    if (leader.state === 'off') await leader.start();
    await leader.answers({ timeout: 10_000 });
    const [found] = await leader.query<{ name: string; quantity: number; xid: string; at: string | null }>(
      `SELECT product_name AS name, quantity, xmin::text AS xid, pg_catalog.pg_xact_commit_timestamp(xmin)::text AS at
         FROM public.inventory WHERE product_id = $1`,
      [row.product_id],
    );
    if (!found) return { found: false, because: 'the table on its disk has no such row' };
    if (found.name !== row.product_name || found.quantity !== row.quantity) {
      return { found: false, because: `the row on its disk is ${found.name}, ${found.quantity}` };
    }
    return { found: true, because: '', xid: found.xid, committedAt: found.at ?? undefined };
  } catch (error) {
    return { found: false, because: `it cannot be read: ${error instanceof Error ? error.message : String(error)}` };
  }
}

/**
 * Whether a commit of the old leader was replayed here before the timelines parted. A transaction number alone does
 * not tell, for after the fork both sides use the same numbers; number and microsecond of the commit together do.
 */
async function isInHistory(
  node: ClusterNode,
  xid: string | undefined,
  committedAt: string | undefined,
): Promise<boolean> {
  if (xid === undefined || committedAt === undefined) return false;
  const at = await node.value<string | null>('SELECT pg_catalog.pg_xact_commit_timestamp($1::text::xid)::text', [xid]);
  return at === committedAt;
}

async function insert(node: ClusterNode, row: Row): Promise<void> {
  await node.query('INSERT INTO public.inventory (product_id, product_name, quantity) VALUES ($1, $2, $3)', [
    row.product_id,
    row.product_name,
    row.quantity,
  ]);
}
