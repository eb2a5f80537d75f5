import type { RunningCluster } from '../cluster/cluster.ts';
import type { ClusterNode } from '../cluster/cluster-node.ts';
import { waitForCatchup } from '../cluster/replication.ts';
import { LabError } from '../core/errors.ts';
import type { StopMode } from '../engines/engine.ts';
import type { LabCommand, LabVerb } from '../lecture/blocks/lab-commands.ts';

/** Milliseconds for a promotion, or for a node to catch up. */
const patience = 30_000;

type Perform = (cluster: RunningCluster, node: ClusterNode, argument: string | undefined) => Promise<unknown>;

const performances: Record<LabVerb, Perform> = {
  disconnect: (cluster, node) => cluster.disconnect(node),
  isolate: (cluster, node) => cluster.isolate(node),
  blackhole: (cluster, node) => cluster.blackhole(node),
  delay: (cluster, node, ms) => cluster.inflict(cluster.replicationLinks(node), { kind: 'delay', ms: Number(ms) }),
  reconnect: (cluster, node) => cluster.heal(node),
  kill: (_, node) => node.kill(),
  stop: (_, node, mode) => node.stop(mode as StopMode | undefined),
  start: (_, node) => node.start(),
  pause: (_, node) => node.machine.pause(),
  resume: (_, node) => node.machine.resume(),
  promote: (_, node) => node.promote({ timeout: patience }),
  catchup: async (cluster, node) => {
    await waitForCatchup(await leaderFor(cluster, node), node, { timeout: patience });
  },
};

/** Performs one line of a `lab` block; resolves when its effect is there. */
export async function performLabCommand(cluster: RunningCluster, { verb, node, argument }: LabCommand): Promise<void> {
  await performances[verb](cluster, cluster.node(node), argument);
}

/** The other node that accepts writes. Throws NODE_DOWN when there is none. */
async function leaderFor(cluster: RunningCluster, follower: ClusterNode): Promise<ClusterNode> {
  for (const node of cluster.nodes) {
    if (node !== follower && node.state === 'running' && !(await node.inRecovery())) return node;
  }
  throw new LabError('NODE_DOWN', `${follower.name} has no leader to catch up with`, { where: follower.name });
}
