import type { Broker, Owner } from '../broker/broker.ts';
import { startCluster } from '../cluster/start-cluster.ts';
import type { Engine } from '../engines/engine.ts';
import { openBare } from './bare-server.ts';
import { type BenchResult, type Claim, judgeClaim } from './claims.ts';
import { helpRound, smallestProgram, smallestRound, type Where } from './commands.ts';
import { floorRound, pair, readyDirectories } from './floor.ts';
import { fromScratchRound } from './from-scratch.ts';
import { coldRound, WatchedCopy } from './grading.ts';
import { race, timed } from './stopwatch.ts';

export interface BenchOptions {
  /** The repository, and the environment that commands are run with. */
  where: Where;
  broker: Broker;
  engine: Engine;
  owner: Owner | undefined;
  stateDirectory: string;
  nodePath: string;
  pgBin: string | undefined;
  rounds: number;
  signal: AbortSignal;
}

/** How often in a round two servers are started: a tenth of a second varies by a half, and a median of ten by a tenth. */
const often = 5;

/** What the project claims of its speed, all of it as ratios of medians from one interleaved run. */
const claims: readonly Claim[] = [
  { what: 'a cluster is ready', of: 'cluster ready', against: 'floor ready', atMost: 1.8 },
  { what: 'the textbook way takes', of: 'from scratch', against: 'cluster ready', atLeast: 5 },
  { what: 'a cluster is gone', of: 'cluster gone', against: 'floor stopped by pg_ctl', atMost: 0.2 },
  { what: 'a grading after a save takes', of: 'ex2 again, watched', against: 'ex2, cold', atMost: 0.5 },
  { what: 'grade --help takes', of: 'grade --help', against: 'node smallest.ts', atMost: 2 },
];

/** Times everything in one interleaved run of `rounds` rounds, and judges the claims. */
export async function bench(options: BenchOptions): Promise<BenchResult> {
  const { broker, engine, where, rounds, signal } = options;
  const { backup, bare } = await openBare(options);
  const ready = await readyDirectories(engine, bare);
  const program = await smallestProgram(broker);
  const second = new Map<string, number[]>(); // what a round measures besides its own time
  const also = (name: string, number: number, ms: number) => {
    if (number > 0) second.set(name, [...(second.get(name) ?? []), ms]);
  };
  await using watched = await WatchedCopy.start(broker, where);
  const times = await race(
    [
      {
        name: 'cluster ready',
        times: often,
        async round(number) {
          const spec = { ...pair, id: `bench-${number}`, seed: ['CREATE TABLE public.arrival (id int)'] };
          let stop = async (): Promise<void> => undefined;
          const ms = await timed(async () => {
            const cluster = await startCluster(engine, spec);
            stop = () => cluster[Symbol.asyncDispose]();
          });
          also('cluster gone', number, await timed(() => stop()));
          return ms;
        },
      },
      {
        name: 'floor ready',
        times: often,
        async round(number) {
          const { ready: ms, stopped } = await floorRound(ready, number, bare);
          also('floor stopped by pg_ctl', number, stopped);
          return ms;
        },
      },
      { name: 'from scratch', round: (number) => fromScratchRound(backup, number, bare) },
      { name: 'ex2, cold', round: () => coldRound(where) },
      { name: 'ex2 again, watched', round: () => watched.round() },
      { name: 'grade --help', round: () => helpRound(where) },
      { name: 'node smallest.ts', round: () => smallestRound(program, where) },
    ],
    rounds,
    signal,
  );
  const all = [...times, ...[...second].map(([name, values]) => ({ name, values }))];
  return { times: all, claims: claims.map((claim) => judgeClaim(claim, all)) };
}
