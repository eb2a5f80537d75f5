import type { RunningCluster } from '../cluster/cluster.ts';
import type { Wiring } from '../cluster/cluster-spec.ts';
import { startCluster } from '../cluster/start-cluster.ts';
import { LabError } from '../core/errors.ts';
import type { Engine } from '../engines/engine.ts';
import type { Topology } from '../scenario/topology.ts';

export interface NodesSpec {
  /** Unique within the run. */
  id: string;
  topology: Topology;
  /** Whether the role that sessions have is a superuser. */
  superuser: boolean;
  /** Its privileges otherwise: SQL after GRANT and before TO. */
  grants?: readonly string[];
}

/** Starts the nodes of a topology; undefined where it has none. Throws UNSUPPORTED for one that clusters cannot have. */
export async function startNodes(engine: Engine, spec: NodesSpec): Promise<RunningCluster | undefined> {
  const { id, topology, superuser, grants = [] } = spec;
  const [first, ...others] = topology.nodes;
  if (first === undefined) return undefined;
  const wiring = wiringOf(topology);
  if (wiring === undefined) {
    throw new LabError('UNSUPPORTED', `the topology ${JSON.stringify(topology.text)} cannot be started`, {
      where: 'harness/playground/start-nodes.ts',
      next: 'use `leader -> …`, `servers …`, `machines …`, or `servers leader + machines …`',
    });
  }
  return await startCluster(engine, { id, nodes: [first, ...others], wiring, seed: [], grants, superuser });
}

function wiringOf({ parts: [first, second, ...others] }: Topology): Wiring | undefined {
  if (others.length > 0 || first === undefined) return undefined;
  if (second === undefined) {
    if (first.kind === 'pair') return 'streaming';
    return first.kind === 'machines' ? 'machines' : 'independent';
  }
  const alone = first.kind === 'servers' && first.nodes.length === 1 && second.kind === 'machines';
  return alone ? 'alone' : undefined;
}
