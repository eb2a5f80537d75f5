import type { Engine, MachineSpec } from '../engines/engine.ts';
import { type Assembled, assemble } from './assemble.ts';
import { RunningCluster } from './cluster.ts';
import type { ClusterSpec, Wiring } from './cluster-spec.ts';
import { keepAwake } from './keep-awake.ts';
import { pairRecipe, serviceRecipe, standaloneRecipe } from './recipe.ts';
import { startAlone } from './start-alone.ts';
import { prepareStreaming, type StartServers } from './start-streaming.ts';

/**
 * Starts the nodes of a cluster. Resolves when all that shall run answers. What has started is ended again when
 * something fails; the first error is the one thrown.
 */
export async function startCluster(engine: Engine, spec: ClusterSpec): Promise<RunningCluster> {
  return await (await prepareCluster(engine, spec)).start();
}

/**
 * A cluster whose machines and paths are there, with all that can be said before servers run; these are off. Disposing
 * ends one that was not started.
 */
export interface PreparedCluster extends AsyncDisposable {
  /** Once. Resolves when all that shall run answers; what fails ends the whole cluster, as in `startCluster`. */
  start(): Promise<RunningCluster>;
}

/** The part of `startCluster` that needs no server: with containers, most of its time. */
export async function prepareCluster(engine: Engine, spec: ClusterSpec): Promise<PreparedCluster> {
  const { machine, prepare } = wirings[spec.wiring];
  await using making = new AsyncDisposableStack();
  const machines = spec.nodes.map((name, at) => ({ name, ...machine(at) }));
  const assembled = await assemble(engine, making, { id: spec.id, machines });
  const startServers = await prepare(assembled);
  const made = making.move();
  return {
    async start() {
      await using started = made.move();
      await startServers(spec);
      await Promise.all(assembled.nodes.map((node) => node.handOver()));
      const awake = keepAwake(assembled.nodes, engine.postgres.major);
      started.move();
      return new RunningCluster({ ...assembled, awake });
    },
    [Symbol.asyncDispose]: () => made.disposeAsync(),
  };
}

interface WiringPlan {
  /** What the node at a place begins with. */
  machine(at: number): Pick<MachineSpec, 'data' | 'recipe'>;
  /** What can be done before any server runs. */
  prepare(assembled: Assembled): Promise<StartServers>;
}

const wirings: Record<Wiring, WiringPlan> = {
  streaming: {
    machine: (at) => ({ data: at === 0 ? 'leader' : 'follower', recipe: pairRecipe }),
    prepare: prepareStreaming,
  },
  alone: {
    machine: (at) => ({ data: at === 0 ? 'leader' : 'empty', recipe: standaloneRecipe }),
    prepare:
      async ({ nodes: [leader] }) =>
      (spec) =>
        startAlone(leader, spec),
  },
  independent: {
    machine: (at) => ({ data: 'leader', recipe: { ...standaloneRecipe, origin: at } }),
    prepare:
      async ({ nodes }) =>
      async (spec) =>
        void (await Promise.all(nodes.map((node) => startAlone(node, spec)))),
  },
  managed: {
    machine: (at) => {
      if (at < 2) return { data: at === 0 ? 'leader' : 'follower', recipe: pairRecipe };
      return { data: at === 2 ? 'leader' : 'empty', recipe: serviceRecipe };
    },
    prepare: ({ nodes: [leader, follower], ...assembled }) =>
      prepareStreaming({ ...assembled, nodes: follower ? [leader, follower] : [leader] }),
  },
  machines: {
    machine: () => ({ data: 'empty', recipe: standaloneRecipe }),
    prepare: async () => async () => undefined,
  },
};
