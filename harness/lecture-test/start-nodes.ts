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
  { parts, text }: LectureTopology,
): Promise<RunningCluster | undefined> {
  const [first, ...others] = parts;
  if (first === undefined) return undefined;
  if (first.kind === 'pair' && others.length === 0) {
    return await startCluster(engine, { id, followers: first.nodes.slice(1), seed: [], grants: [], superuser: true });
  }
  throw new LabError('UNSUPPORTED', `the topology ${JSON.stringify(text)} cannot be started yet`, {
    where: 'harness/lecture-test/start-nodes.ts',
    next: 'use `leader -> follower`',
  });
}
