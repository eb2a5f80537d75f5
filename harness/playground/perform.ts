import type { RunningCluster } from '../cluster/cluster.ts';
import type { ClusterNode } from '../cluster/cluster-node.ts';
import { type WaitLimits, waitForCatchup } from '../cluster/replication.ts';
import { LabError } from '../core/errors.ts';
import type { StopMode } from '../engines/engine.ts';
import type { LabCommand, LabVerb } from '../scenario/lab-commands.ts';

/** Milliseconds for a promotion, or for a node to catch up. */
const patience = 30_000;

interface Act {
  cluster: RunningCluster;
  node: ClusterNode;
  argument: string | undefined;
  limits: WaitLimits;
}

const performances: Record<LabVerb, (act: Act) => Promise<unknown>> = {
  disconnect: ({ cluster, node }) => cluster.disconnect(node),
  isolate: ({ cluster, node }) => cluster.isolate(node),
  blackhole: ({ cluster, node }) => cluster.blackhole(node),
  delay: ({ cluster, node, argument }) =>
    cluster.inflict(cluster.replicationLinks(node), { kind: 'delay', ms: Number(argument) }),
  reconnect: ({ cluster, node }) => cluster.heal(node),
  kill: ({ node }) => node.kill(),
  stop: ({ node, argument }) => node.stop(argument as StopMode | undefined),
  start: ({ node }) => node.start(),
  pause: ({ node }) => node.machine.pause(),
  resume: ({ node }) => node.machine.resume(),
  promote: ({ node, limits }) => node.promote(limits),
  catchup: async ({ cluster, node, limits }) => {
    await waitForCatchup(await leaderFor(cluster, node), node, limits);
  },
};

/** Performs one command; resolves when its effect is there, within 30 s where it waits. Throws WAIT_TIMEOUT. */
export async function performLabCommand(
  cluster: RunningCluster,
  { verb, node, argument }: Pick<LabCommand, 'verb' | 'node' | 'argument'>,
  signal?: AbortSignal,
): Promise<void> {
  const limits = { timeout: patience, signal };
  await performances[verb]({ cluster, node: cluster.node(node), argument, limits });
}

/** The other node that accepts writes. Throws NODE_DOWN when there is none. */
async function leaderFor(cluster: RunningCluster, follower: ClusterNode): Promise<ClusterNode> {
  for (const node of cluster.nodes) {
    if (node !== follower && node.state === 'running' && !(await node.inRecovery())) return node;
  }
  throw new LabError('NODE_DOWN', `${follower.name} has no leader to catch up with`, { where: follower.name });
}
