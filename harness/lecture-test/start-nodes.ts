import type { RunningCluster } from '../cluster/cluster.ts';
import type { Wiring } from '../cluster/cluster-spec.ts';
import { startCluster } from '../cluster/start-cluster.ts';
import { LabError } from '../core/errors.ts';
import type { Engine } from '../engines/engine.ts';
import type { LectureTopology } from '../lecture/front-matter.ts';

/**
 * Starts the nodes of a chapter; undefined where it has none. Their role for sessions is a superuser. Throws UNSUPPORTED
 * for a topology that clusters cannot have.
 */
export async function startNodes(
  engine: Engine,
  id: string,
  topology: LectureTopology,
): Promise<RunningCluster | undefined> {
  const [first, ...others] = topology.nodes;
  if (first === undefined) return undefined;
  const wiring = wiringOf(topology);
  if (wiring === undefined) {
    throw new LabError('UNSUPPORTED', `the topology ${JSON.stringify(topology.text)} cannot be started`, {
      where: 'harness/lecture-test/start-nodes.ts',
      next: 'use `leader -> …`, `servers …`, `machines …`, or `servers leader + machines …`',
    });
  }
  return await startCluster(engine, { id, nodes: [first, ...others], wiring, seed: [], grants: [], superuser: true });
}

function wiringOf({ parts: [first, second, ...others] }: LectureTopology): Wiring | undefined {
  if (others.length > 0 || first === undefined) return undefined;
  if (second === undefined) {
    if (first.kind === 'pair') return 'streaming';
    return first.kind === 'machines' ? 'machines' : 'independent';
  }
  const alone = first.kind === 'servers' && first.nodes.length === 1 && second.kind === 'machines';
  return alone ? 'alone' : undefined;
}
