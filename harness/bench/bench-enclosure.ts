import { join } from 'node:path';
import type { Broker, Owner } from '../broker/broker.ts';
import { pairRecipe } from '../cluster/recipe.ts';
import { startCluster } from '../cluster/start-cluster.ts';
import type { Engine } from '../engines/engine.ts';
import { type EngineOptions, openEngine } from '../engines/open-engine.ts';
import { type Confinement, launcherFor } from '../sandbox/launcher-for.ts';
import { stageSubmission } from '../sandbox/staging.ts';
import { startStudent } from '../sandbox/student.ts';
import type { Exercise } from '../sdk/exercise.ts';
import { type BenchResult, type Claim, judgeClaim } from './claims.ts';
import { pair } from './floor.ts';
import { race, timed } from './stopwatch.ts';

export interface EnclosureBenchOptions {
  broker: Broker;
  nodePath: string;
  /** Whom programs of a submission run as. */
  owner: Owner | undefined;
  /** A submission of this exercise, whose programs are started. */
  submission: { exercise: Exercise; source: string };
  packagesDirectory: string;
  sdkDirectory: string;
  /** As processes of this machine, and the same enclosed by bubblewrap. */
  engines: { open: EngineOptions; enclosed: EngineOptions };
  confinement: Confinement;
  rounds: number;
  signal: AbortSignal;
}

const claims: readonly Claim[] = [
  { what: 'an enclosure adds', of: 'program ready, enclosed', against: 'program ready, open', addsAtMost: 30 },
  { what: 'an enclosure adds', of: 'cluster ready, enclosed', against: 'cluster ready, open', addsAtMost: 30 },
];

/** Times programs and clusters in the open and in enclosures, in one interleaved run, and judges the claims. */
export async function benchEnclosure(options: EnclosureBenchOptions): Promise<BenchResult> {
  const { broker, confinement, engines, nodePath, owner, rounds, signal, submission } = options;
  const { exercise, source } = submission;
  await broker.makeDirectory('bench', { mode: 0o711 });
  const into = await broker.makeDirectory(join('bench', 'staged'), { mode: 0o711 });
  const staged = await stageSubmission({ ...options, exercise, source, into });
  await using open = await openEngine(broker, engines.open);
  await using enclosed = await openEngine(broker, engines.enclosed);
  const launchers = {
    open: launcherFor(undefined),
    enclosed: launcherFor(confinement, await enclosed.clientGround()),
  };
  const program = async (how: keyof typeof launchers): Promise<number> => {
    await using ending = new AsyncDisposableStack();
    const launcher = launchers[how];
    const operations = async () => undefined;
    return await timed(async () => {
      ending.use(await startStudent({ broker, launcher, staged, exercise, nodePath, owner, operations }));
    });
  };
  const cluster = async (engine: Engine, id: string): Promise<number> => {
    await using ending = new AsyncDisposableStack();
    const spec = { ...pair, id, seed: ['CREATE TABLE public.arrival (id int)'] };
    return await timed(async () => void ending.use(await startCluster(engine, spec)));
  };
  const times = await race(
    [
      { name: 'program ready, open', round: () => program('open') },
      { name: 'program ready, enclosed', round: () => program('enclosed') },
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
