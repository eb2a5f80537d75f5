import type { Broker } from '../broker/broker.ts';
import { pairRecipe } from '../cluster/recipe.ts';
import { startCluster } from '../cluster/start-cluster.ts';
import type { Engine } from '../engines/engine.ts';
import { type EngineOptions, openEngine } from '../engines/open-engine.ts';
import { type BenchResult, type Claim, judgeClaim } from './claims.ts';
import { pair } from './floor.ts';
import { race, timed } from './stopwatch.ts';

export interface EnclosureBenchOptions {
  broker: Broker;
  /** As processes of this machine, and the same enclosed by bubblewrap. */
  engines: { open: EngineOptions; enclosed: EngineOptions };
  /** Each starts a program of one submission, in the open and enclosed; resolves when its modules are loaded. */
  programs: Record<'open' | 'enclosed', (engine: Engine) => Promise<AsyncDisposable>>;
  rounds: number;
  signal: AbortSignal;
}

const claims: readonly Claim[] = [
  { what: 'an enclosure adds', of: 'program ready, enclosed', against: 'program ready, open', addsAtMost: 30 },
  { what: 'an enclosure adds', of: 'cluster ready, enclosed', against: 'cluster ready, open', addsAtMost: 30 },
];

/** Times programs and clusters in the open and in enclosures, in one interleaved run, and judges the claims. */
export async function benchEnclosure(options: EnclosureBenchOptions): Promise<BenchResult> {
  const { broker, engines, programs, rounds, signal } = options;
  await using open = await openEngine(broker, engines.open);
  await using enclosed = await openEngine(broker, engines.enclosed);
  const program = async (start: () => Promise<AsyncDisposable>): Promise<number> => {
    await using ending = new AsyncDisposableStack();
    return await timed(async () => void ending.use(await start()));
  };
  const cluster = async (engine: Engine, id: string): Promise<number> => {
    await using ending = new AsyncDisposableStack();
    const spec = { ...pair, id, seed: ['CREATE TABLE public.arrival (id int)'] };
    return await timed(async () => void ending.use(await startCluster(engine, spec)));
  };
  const times = await race(
    [
      { name: 'program ready, open', round: () => program(() => programs.open(open)) },
      { name: 'program ready, enclosed', round: () => program(() => programs.enclosed(enclosed)) },
      { name: 'cluster ready, open', round: (number) => cluster(open, `bench/open-${number}`) },
      { name: 'cluster ready, enclosed', round: (number) => cluster(enclosed, `bench/enclosed-${number}`) },
      {
        name: 'networks and ward, once for a grading',
        async round(number) {
          await using engine = await openEngine(broker, engines.enclosed);
          await using ending = new AsyncDisposableStack();
          const machine = { id: `bench-${number}/first`, name: 'first', data: 'empty', recipe: pairRecipe } as const;
          return await timed(async () => void ending.use(await engine.createMachine(machine)));
        },
      },
    ],
    rounds,
    signal,
  );
  return { times, claims: claims.map((claim) => judgeClaim(claim, times)) };
}
