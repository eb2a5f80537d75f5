import type { ClusterNode } from '../cluster/cluster-node.ts';
import { endOfLog } from '../cluster/lsn.ts';
import type { InstanceDescription, InstanceStatus } from '../sdk/managed.ts';

/** Something that the service runs for its customer under one name. */
export interface Instance {
  readonly name: string;
  kind: 'instance' | 'read-replica';
  status: InstanceStatus;
  /** The server that answers now. */
  node: ClusterNode;
  /** The one by whose client path it is reached, for ever: after a failover that path leads to another server. */
  readonly door: ClusterNode;
  /** Whom a read replica follows. */
  source: Instance | undefined;
  standby: { node: ClusterNode; ready: boolean } | undefined;
  parameters: Record<string, string>;
}

/** As the customer sees it. */
export async function describeInstance(instance: Instance): Promise<InstanceDescription> {
  const { name, kind, status, source, standby, door, parameters } = instance;
  return {
    name,
    status,
    kind,
    source: source?.name ?? null,
    standby: standby ? (standby.ready ? 'ready' : 'creating') : 'none',
    url: status === 'creating' ? null : door.url,
    parameters: { ...parameters },
    lagBytes: await lagOf(instance),
  };
}

/** From the positions of both servers, the leader's first: what is reported was really missing. */
async function lagOf({ node, source, status }: Instance): Promise<number | null> {
  if (!source || status !== 'available' || source.status === 'failing-over') return null;
  try {
    const end = endOfLog(await source.node.insertLsn());
    const replayed = await node.replayLsn();
    if (replayed === null) return null;
    return replayed > end ? 0 : Number(end - replayed);
  } catch {
    return null; // one of them does not answer
  }
}
