import { existsSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { ByHand } from '../bench/batch/by-hand.ts';
import { readConfig } from '../config/config.ts';
import { LabError } from '../core/errors.ts';
import { findExercise } from '../course/course.ts';
import type { Invocation } from './command.ts';
import { count } from './count.ts';
import type { GradingSetup } from './grading-setup.ts';

/** `bench --batch`: exit code 1 where a claim does not hold; then the class and its results are kept. */
export async function benchOfBatch(invocation: Invocation): Promise<number> {
  const { env: given, options, root, signal, stdout } = invocation;
  const { newSeed } = await import('../grading/random.ts');
  const { benchBatch } = await import('../bench/batch/bench-batch.ts');
  const { renderBench, renderFacts } = await import('../bench/claims.ts');
  const { openCanaries } = await import('../enclosure/canaries.ts');
  const { openEngine } = await import('../engines/open-engine.ts');
  const { setUpGrading } = await import('./grading-setup.ts');
  const read = readConfig({ options, env: given, cwd: invocation.cwd, terminal: stdout.isTTY === true });
  const seed = read.seed ?? newSeed();
  const submissions = count(options.submissions, '--submissions', 200);
  const alone = Math.min(submissions, count(options.sample, '--sample', 24));
  const jobs = options.jobs === undefined ? undefined : count(options.jobs, '--jobs', 1);
  const folder = join(root, '.runs', 'bench', `batch-${seed}`);
  if (existsSync(folder))
    throw new LabError('ARGUMENT', `there is a class of the seed ${seed} already`, {
      where: folder,
      next: 'remove it',
    });
  // The cache of compiled modules is a part of our launcher, which sets it for itself.
  const { NODE_COMPILE_CACHE: _, ...env } = given;
  const where = { cwd: root, env };
  await using setup = await setUpGrading(invocation, { ...read, engine: 'embedded' });
  await using engine = await openEngine(setup.broker, setup.engineOptions);
  await using canaries = await openCanaries(setup.broker, setup.common.users.student);
  const say = (line: string) => void stdout.write(`${line}\n`);
  say(`PostgreSQL ${engine.postgres.full}, ${submissions} submissions, seed ${seed}`);
  const { claims, facts, series } = await benchBatch({
    ...{ where, folder, canaries, jobs, say, seed, signal, submissions },
    broker: setup.broker,
    supports: engine.supports,
    hand: await handOf(setup, env),
    sample: { alone, byHand: 4 },
    exercises: exercisesOf(root, options.exercises),
  });
  stdout.write(`\n${[...renderBench(series, claims), ...renderFacts(facts)].join('\n')}\n`);
  const good = [...claims, ...facts].every(({ holds }) => holds);
  if (good) rmSync(folder, { recursive: true });
  else say(`\nkept      ${relative(invocation.cwd, folder)}`);
  return good ? 0 : 1;
}

/** Slugs. Throws UNKNOWN_EXERCISE. */
function exercisesOf(root: string, named: string | boolean | undefined): string[] | undefined {
  if (typeof named !== 'string') return undefined;
  return named.split(',').map((name) => findExercise(root, name, 'bench -- --batch --exercises').slug);
}

/** Containers where a daemon answers that has the images, and otherwise the programs of this machine. */
async function handOf({ broker, embedded }: GradingSetup, env: NodeJS.ProcessEnv): Promise<ByHand> {
  const { chooseEngine } = await import('../engines/choose-engine.ts');
  const { options } = await chooseEngine('auto', embedded, env);
  if (options.engine === 'docker') {
    const { byTestcontainersRound } = await import('../bench/by-testcontainers.ts');
    return { means: 'containers', makePair: () => byTestcontainersRound(options.images.postgres.name) };
  }
  const { openBare } = await import('../bench/bare-server.ts');
  const { fromScratchRound } = await import('../bench/from-scratch.ts');
  const { backup, bare } = await openBare({ ...embedded, broker, owner: embedded.users.server });
  return { means: 'initdb and pg_basebackup', makePair: (number) => fromScratchRound(backup, number, bare) };
}
