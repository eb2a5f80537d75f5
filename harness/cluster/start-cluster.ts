import type { Engine } from '../engines/engine.ts';
import { assemble } from './assemble.ts';
import { RunningCluster } from './cluster.ts';
import type { ClusterSpec } from './cluster-spec.ts';
import { pairRecipe, standaloneRecipe } from './recipe.ts';
import { startStandalone } from './start-standalone.ts';
import { startStreaming } from './start-streaming.ts';

/**
 * Starts a leader and its followers. Resolves when all that shall run answers. What has started is ended again when
 * something fails; the first error is the one thrown.
 */
export async function startCluster(engine: Engine, spec: ClusterSpec): Promise<RunningCluster> {
  const { recipe, data, start } = wirings[spec.wiring];
  await using started = new AsyncDisposableStack();
  const assembled = await assemble(engine, started, {
    id: spec.id,
    machines: [{ name: 'leader', data: 'leader' }, ...spec.followers.map((name) => ({ name, data }))],
    recipe,
  });
  await start(assembled, spec);
  await Promise.all(assembled.nodes.map((node) => node.handOver()));
  started.move();
  return new RunningCluster(assembled.nodes, assembled.gateway, assembled.identities);
}

const wirings = {
  streaming: { recipe: pairRecipe, data: 'follower', start: startStreaming },
  none: { recipe: standaloneRecipe, data: 'empty', start: startStandalone },
} as const;
