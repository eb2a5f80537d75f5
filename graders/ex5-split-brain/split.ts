import {
  type ChangeNote,
  type CheckContext,
  type ClusterNode,
  changesOn,
  insertProduct,
  lookAtNewLeader,
  type NewLeader,
  trackChanges,
  waitForCatchup,
} from '#harness/grading';

/** What is found after `causeSplitBrain`, whatever commands it used. */
export interface Split {
  /** How each node is, as a leader; undefined where no server runs. */
  leaders: { name: string; state: string; facts: NewLeader | undefined }[];
  /** Products that clients changed on one node only, by the node. */
  changedAlone: Record<string, number[]>;
  /** Products that were changed on both, and are there on both, with different values. */
  conflicts: number[];
}

/** Lets the student's code split the pair, and then looks at both nodes. */
export async function causeSplit(context: CheckContext): Promise<Split> {
  const { cluster, examine, note, random, signal, student } = context;
  const { leader, follower } = cluster;
  const earlier = [random.product(), random.product()];
  for (const row of earlier) await insertProduct(leader, row);
  await trackChanges(leader);
  await waitForCatchup(leader, follower, { timeout: 10_000, signal });
  const heritage = {
    system: await leader.systemIdentifier(),
    ids: [101, 102, 103, ...earlier.map((row) => row.product_id)],
  };

  const program = await student();
  await program.call('causeSplitBrain', [program.lab]);
  await program.settle();
  await examine();
  await cluster.heal();

  const running = cluster.nodes.every(({ state }) => state === 'running');
  const conflict = running ? await compare(leader, follower) : { changedAlone: {}, conflicts: [] };
  const leaders: Split['leaders'] = [];
  for (const node of cluster.nodes) {
    const facts = node.state === 'running' ? await lookAtNewLeader(node, heritage, random.product()) : undefined;
    leaders.push({ name: node.name, state: node.state, facts });
  }
  note('split', { leaders, ...conflict });
  return { leaders, ...conflict };
}

async function compare(a: ClusterNode, b: ClusterNode): Promise<Pick<Split, 'changedAlone' | 'conflicts'>> {
  const [notesA, notesB] = [await changesOn(a), await changesOn(b)];
  const alone = { [a.name]: idsOf(notesA, notesB), [b.name]: idsOf(notesB, notesA) };
  const both = (alone[a.name] ?? []).filter((id) => alone[b.name]?.includes(id));
  const [rowsA, rowsB] = [await valuesOf(a, both), await valuesOf(b, both)];
  const conflicts = both.filter((id) => {
    const [left, right] = [rowsA.get(id), rowsB.get(id)];
    return left !== undefined && right !== undefined && left !== right;
  });
  return { changedAlone: alone, conflicts };
}

/** The products of those changes that the other history lacks. */
function idsOf(changes: readonly ChangeNote[], others: readonly ChangeNote[]): number[] {
  const known = new Set(others.map(({ id, at }) => `${id} ${at}`));
  return [...new Set(changes.filter(({ id, at }) => !known.has(`${id} ${at}`)).map(({ id }) => id))];
}

async function valuesOf(node: ClusterNode, ids: readonly number[]): Promise<Map<number, string>> {
  const rows = await node.query<{ id: number; value: string }>(
    `SELECT product_id AS id, pg_catalog.concat_ws(', ', product_name, quantity::text) AS value
     FROM public.inventory WHERE product_id = ANY ($1)`,
    [ids],
  );
  return new Map(rows.map(({ id, value }) => [id, value]));
}
