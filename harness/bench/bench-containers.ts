import { prepareCluster, startCluster } from '../cluster/start-cluster.ts';
import type { Engine } from '../engines/engine.ts';
import { byTestcontainersRound } from './by-testcontainers.ts';
import { type BenchResult, type Claim, judgeClaim } from './claims.ts';
import { pair } from './floor.ts';
import { race, timed } from './stopwatch.ts';

export interface ContainerBenchOptions {
  /** The docker engine. */
  engine: Engine;
  /** A PostgreSQL image on the daemon that LAB_ENGINE and DOCKER_HOST lead to. */
  image: string;
  rounds: number;
  signal: AbortSignal;
}

const textbook = 'testcontainers, initdb and pg_basebackup';
const claims: readonly Claim[] = [
  { what: 'the textbook way takes', of: textbook, against: 'cluster ready', atLeast: 3 },
  { what: 'the textbook way takes', of: textbook, against: 'cluster ready, its containers on hand', atLeast: 10 },
];

/** Times clusters of containers in one interleaved run of `rounds` rounds, and judges the claims. */
export async function benchContainers({ engine, image, rounds, signal }: ContainerBenchOptions): Promise<BenchResult> {
  const spec = (name: string) => ({ ...pair, id: `bench-${name}`, seed: ['CREATE TABLE public.arrival (id int)'] });
  const times = await race(
    [
      {
        name: 'cluster ready',
        async round(number) {
          await using ending = new AsyncDisposableStack();
          return await timed(async () => void ending.use(await startCluster(engine, spec(`cold-${number}`))));
        },
      },
      {
        name: 'cluster ready, its containers on hand',
        async round(number) {
          await using ending = new AsyncDisposableStack();
          const prepared = ending.use(await prepareCluster(engine, spec(`warm-${number}`)));
          return await timed(async () => void ending.use(await prepared.start()));
        },
      },
      { name: textbook, round: () => byTestcontainersRound(image) },
    ],
    rounds,
    signal,
  );
  return { times, claims: claims.map((claim) => judgeClaim(claim, times)) };
}
