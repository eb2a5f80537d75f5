import type { ClusterNode } from '../../cluster/cluster-node.ts';
import { must } from '../failure.ts';
import { insertProduct, type Product } from './products.ts';

/** Facts about a node that should have become leader. */
export interface NewLeader {
  inRecovery: boolean;
  /** `yes`, or why it takes no write. */
  writable: string;
  timeline: number;
  sameSystem: boolean;
  /** Ids of rows that were replicated before, and are not there. */
  missing: number[];
}

/** What it must have: the pair's system identifier, and the rows from before. */
export interface Heritage {
  system: string;
  ids: readonly number[];
}

/** Looks at a node over the control path, and inserts `probe` there. Throws NODE_DOWN. */
export async function lookAtNewLeader(
  node: ClusterNode,
  { system, ids }: Heritage,
  probe: Product,
): Promise<NewLeader> {
  const inRecovery = await node.inRecovery();
  const present = await node.query<{ product_id: number }>(
    'SELECT product_id FROM public.inventory WHERE product_id = ANY ($1)',
    [ids],
  );
  const missing = ids.filter((id) => !present.some((row) => row.product_id === id));
  const sameSystem = (await node.systemIdentifier()) === system;
  if (inRecovery) return { inRecovery, writable: 'it is still a follower', timeline: 0, sameSystem, missing };
  const writable = await insertProduct(node, probe).then(
    () => 'yes',
    (error: Error) => error.message,
  );
  return { inRecovery, writable, timeline: await node.timeline(), sameSystem, missing };
}

/** Fails the check unless the node was promoted: by a promotion, and with all that it had. */
export function mustLead({ inRecovery, missing, sameSystem, timeline, writable }: NewLeader): void {
  must(!inRecovery, 'The follower was not promoted.', {
    expected: 'pg_is_in_recovery() is false on the follower',
    actual: 'pg_is_in_recovery() is true',
  });
  must(writable === 'yes', 'The promoted follower does not take writes.', {
    expected: 'an INSERT succeeds',
    actual: writable,
  });
  must(sameSystem, 'The new leader is not the follower of this pair: its system identifier is another.', {
    expected: 'the system identifier that the pair has had from the start',
    actual: 'another one',
    hint: 'Promote the follower that is there; a cluster made by another initdb has none of the pair’s history.',
  });
  must(timeline > 1, 'The follower takes writes, but on the old timeline: it was not promoted.', {
    expected: 'a timeline above 1',
    actual: `timeline ${timeline}`,
    hint: 'Removing standby.signal makes a second leader on the same timeline; a promotion makes a new one.',
  });
  must(missing.length === 0, 'Rows that were replicated long before are gone too.', {
    expected: 'all rows from before',
    actual: `missing: ${missing.join(', ')}`,
  });
}
