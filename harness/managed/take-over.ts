import type { RunningCluster } from '../cluster/cluster.ts';
import type { WaitLimits } from '../cluster/replication.ts';
import { LabError } from '../core/errors.ts';
import { follow } from './copy.ts';
import type { Instance } from './instance.ts';

/**
 * Lets the standby of an instance take its place: under the same address, followed by the same read replicas. The old
 * server is stopped first, and has sent all it has to whoever follows it when it ends; its machine is the next standby's.
 */
export async function takeOver(
  cluster: RunningCluster,
  instance: Instance,
  replicas: readonly Instance[],
  limits: WaitLimits,
): Promise<void> {
  const { door, node: old, standby } = instance;
  if (!standby) throw new LabError('GRADER', `${instance.name} has no standby`);
  await old.stop('fast');
  await standby.node.promote(limits);
  await cluster.redirectClients(door, standby.node);
  instance.node = standby.node;
  instance.standby = { node: old, ready: false };
  await Promise.all(replicas.map((replica) => follow(replica.node, instance.node, limits)));
}
