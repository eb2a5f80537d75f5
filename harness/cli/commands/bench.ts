import type { BenchResult } from '../../bench/claims.ts';
import { readConfig } from '../../config/config.ts';
import type { Engine } from '../../engines/engine.ts';
import type { Command, Invocation } from '../command.ts';
import { count } from '../count.ts';
import type { GradingSetup } from '../grading-setup.ts';

const command: Command = {
  name: 'bench',
  summary: 'Time clusters and commands against what they are measured by, interleaved in one run.',
  words: [],
  options: [
    { flags: '--rounds <n>', means: 'rounds (default 12)' },
    { flags: '--enclosure', means: 'what bubblewrap adds to the start of a program and of a cluster instead' },
    { flags: '--batch', means: 'a batch of a made-up class instead: its verdicts, its pace, what it holds and leaves' },
    { flags: '--submissions <n>', means: 'with --batch: in the class (default 200)' },
    { flags: '--sample <n>', means: 'with --batch: graded by a command each too (default 24)' },
    { flags: '--seed <hex>', means: 'with --batch: another class' },
    { flags: '--jobs <n>', means: 'with --batch: gradings at the same time (default: that of batch)' },
    { flags: '--exercises <names>', means: 'with --batch: only these, joined by commas' },
    { flags: '--engine <name>', means: 'docker: clusters of containers instead (default embedded)' },
    { flags: '--pg-bin <dir>', means: 'use the PostgreSQL programs of this directory' },
  ],
  examples: [
    'npm run bench',
    'npm run bench -- --rounds 30',
    'npm run bench -- --engine docker',
    'npm run bench -- --enclosure',
    'npm run bench -- --batch',
  ],
  run,
};
export default command;

async function run(invocation: Invocation): Promise<number> {
  const { options, stdout } = invocation;
  if (options.batch === true) {
    const { benchOfBatch } = await import('../bench-batch.ts');
    return await benchOfBatch(invocation);
  }
  const { renderBench } = await import('../../bench/claims.ts');
  const { openEngine } = await import('../../engines/open-engine.ts');
  const { setUpGrading } = await import('../grading-setup.ts');
  const given = readConfig({ options, env: invocation.env, cwd: invocation.cwd, terminal: stdout.isTTY === true });
  // By default what it is measured by are processes of this machine, whatever LAB_ENGINE says.
  const config = { ...given, engine: options.engine === undefined ? ('embedded' as const) : given.engine };
  const rounds = count(options.rounds, '--rounds', 12);
  if (options.enclosure === true) {
    const { benchOfEnclosure } = await import('../bench-enclosure.ts');
    return await benchOfEnclosure(invocation, config, rounds);
  }
  await using setup = await setUpGrading(invocation, config);
  await using engine = await openEngine(setup.broker, setup.engineOptions);
  stdout.write(`PostgreSQL ${engine.postgres.full}, ${rounds} rounds, medians\n\n`);
  const { times, claims } = await measure(invocation, setup, engine, rounds);
  stdout.write(`${renderBench(times, claims).join('\n')}\n`);
  return claims.every(({ holds }) => holds) ? 0 : 1;
}

async function measure(
  { env: given, root, signal }: Invocation,
  { broker, embedded, engineOptions }: GradingSetup,
  engine: Engine,
  rounds: number,
): Promise<BenchResult> {
  if (engineOptions.engine === 'docker') {
    const { benchContainers } = await import('../../bench/bench-containers.ts');
    return await benchContainers({ engine, image: engineOptions.images.postgres.name, rounds, signal });
  }
  const { bench } = await import('../../bench/bench.ts');
  // The cache of compiled modules is a part of our launcher, which sets it for itself.
  const { NODE_COMPILE_CACHE: _, ...env } = given;
  const { stateDirectory, nodePath, pgBin, users } = embedded;
  const where = { cwd: root, env };
  const owner = users.server;
  return await bench({ where, broker, engine, owner, stateDirectory, nodePath, pgBin, rounds, signal });
}
