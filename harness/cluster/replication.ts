import { randomUUID } from 'node:crypto';
import { NotYet, waitUntil } from '../core/wait-until.ts';
import type { ClusterNode } from './cluster-node.ts';
import { endOfLog, formatLsn } from './lsn.ts';
import { labSchema } from './recipe.ts';

export interface WaitLimits {
  /** Milliseconds. */
  timeout: number;
  signal?: AbortSignal;
}

/**
 * Waits until the follower has replayed all that the leader has committed so far. Throws WAIT_TIMEOUT with both
 * positions.
 */
export async function waitForCatchup(leader: ClusterNode, follower: ClusterNode, limits: WaitLimits): Promise<void> {
  const target = endOfLog(await leader.insertLsn());
  await waitUntil(
    `${follower.name} to replay ${formatLsn(target)}`,
    async () => {
      const replayed = await follower.replayLsn();
      if (replayed !== null && replayed >= target) return true;
      return new NotYet(`replayed ${replayed === null ? 'nothing' : formatLsn(replayed)}`);
    },
    { ...limits, interval: 2 },
  );
}

export interface ProofOptions extends WaitLimits {
  /** The follower may call itself what it likes (`application_name`): for exercises where that is the student's choice. */
  anyName?: boolean;
}

/** The answer to "does this node really follow that one", with the reason when it does not. */
export type ReplicationProof = { replicates: true } | { replicates: false; because: string };

/**
 * The one definition of a working follower. A row in pg_stat_replication is not enough: a backup in progress shows
 * one, and a diverged old leader does for a moment. So: in recovery, of the same system, receiving from the leader's
 * timeline, known to the leader (by name, unless any will do), and a row written on the leader after that appears.
 */
export async function isReplicating(
  leader: ClusterNode,
  follower: ClusterNode,
  { anyName = false, ...limits }: ProofOptions,
): Promise<ReplicationProof> {
  let because = 'no answer yet';
  const probe = randomUUID();
  let written = false;
  try {
    await waitUntil(
      `${follower.name} to replicate from ${leader.name}`,
      async () => {
        because = (await whyNot(leader, follower, anyName)) ?? '';
        if (because !== '') return new NotYet(because);
        if (!written) await leader.query(`INSERT INTO ${labSchema}.probe (id) VALUES ($1)`, [probe]);
        written = true;
        const [row] = await follower.query(`SELECT 1 FROM ${labSchema}.probe WHERE id = $1`, [probe]);
        if (row) return true;
        because = `a row written on ${leader.name} does not arrive on ${follower.name}`;
        return new NotYet(because);
      },
      limits,
    );
    return { replicates: true };
  } catch (error) {
    limits.signal?.throwIfAborted();
    if (because === '' && error instanceof Error) because = error.message;
    return { replicates: false, because };
  }
}

async function whyNot(leader: ClusterNode, follower: ClusterNode, anyName: boolean): Promise<string | undefined> {
  if (await leader.inRecovery()) return `${leader.name} is itself a follower`;
  if (!(await follower.inRecovery())) return `${follower.name} is not in recovery: it accepts writes of its own`;
  if ((await leader.systemIdentifier()) !== (await follower.systemIdentifier())) {
    return `${follower.name} is not a copy of ${leader.name}: their system identifiers differ`;
  }
  const [receiver] = await follower.query<{ status: string; received_tli: number }>(
    'SELECT status, received_tli FROM pg_catalog.pg_stat_wal_receiver',
  );
  if (!receiver) return `${follower.name} has no WAL receiver: it is not connected to any leader`;
  if (receiver.status !== 'streaming') return `the WAL receiver of ${follower.name} is ${receiver.status}`;
  const timeline = await leader.timeline();
  if (receiver.received_tli !== timeline) {
    return `${follower.name} receives timeline ${receiver.received_tli}, ${leader.name} is on ${timeline}`;
  }
  const senders = await leader.query<{ application_name: string; state: string }>(
    'SELECT application_name, state FROM pg_catalog.pg_stat_replication',
  );
  const known = senders.filter(({ application_name }) => anyName || application_name === follower.name);
  const [first] = known;
  if (!first)
    return anyName ? `${leader.name} knows no follower` : `${leader.name} knows no follower named ${follower.name}`;
  if (known.some(({ state }) => state === 'streaming')) return undefined;
  return `${leader.name} is in state ${first.state} with ${follower.name}`;
}
