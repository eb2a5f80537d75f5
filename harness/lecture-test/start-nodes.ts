import type { RunningCluster } from '../cluster/cluster.ts';
import { startCluster } from '../cluster/start-cluster.ts';
import { LabError } from '../core/errors.ts';
import type { Engine } from '../engines/engine.ts';
import type { LectureTopology } from '../lecture/front-matter.ts';

/**
 * Starts the nodes of a chapter; undefined where it has none. Their role for sessions is a superuser. Throws UNSUPPORTED
 * for a topology that clusters cannot have yet.
 */
export async function startNodes(
  engine: Engine,
  id: string,
  topology: LectureTopology,
): Promise<RunningCluster | undefined> {
  if (topology.parts.length === 0) return undefined;
  const wiring = wiringOf(topology);
  if (wiring === undefined) {
    throw new LabError('UNSUPPORTED', `the topology ${JSON.stringify(topology.text)} cannot be started yet`, {
      where: 'harness/lecture-test/start-nodes.ts',
      next: 'use `leader -> …`, or `servers leader + machines …`',
    });
  }
  const followers = topology.nodes.slice(1);
  return await startCluster(engine, { id, followers, wiring, seed: [], grants: [], superuser: true });
}

/** The cluster that a topology is: followers that stream, or a leader that stands alone beside empty machines. */
function wiringOf({ parts: [first, second, ...others] }: LectureTopology): 'streaming' | 'none' | undefined {
  if (others.length > 0) return undefined;
  if (first?.kind === 'pair' && second === undefined) return 'streaming';
  const alone = first?.kind === 'servers' && first.nodes.length === 1 && first.nodes[0] === 'leader';
  return alone && (second === undefined || second.kind === 'machines') ? 'none' : undefined;
}
