import { readConfig } from '../../config/config.ts';
import type { Command, Invocation } from '../command.ts';
import { count } from '../count.ts';

const command: Command = {
  name: 'bench',
  summary: 'Time clusters and commands against what they are measured by, interleaved in one run.',
  words: [],
  options: [
    { flags: '--rounds <n>', means: 'rounds (default 12)' },
    { flags: '--pg-bin <dir>', means: 'use the PostgreSQL programs of this directory' },
  ],
  examples: ['npm run bench', 'npm run bench -- --rounds 30'],
  run,
};
export default command;

async function run(invocation: Invocation): Promise<number> {
  const { options, root, stdout, signal } = invocation;
  const { bench } = await import('../../bench/bench.ts');
  const { renderBench } = await import('../../bench/claims.ts');
  const { openEngine } = await import('../../engines/open-engine.ts');
  const { setUpGrading } = await import('../grading-setup.ts');
  const given = readConfig({ options, env: invocation.env, cwd: invocation.cwd, terminal: stdout.isTTY === true });
  // What it is measured by are processes of this machine.
  const config = { ...given, engine: 'embedded' as const };
  // The cache of compiled modules is a part of our launcher, which sets it for itself.
  const { NODE_COMPILE_CACHE: _, ...env } = invocation.env;
  const rounds = count(options.rounds, '--rounds', 12);
  await using setup = await setUpGrading(invocation, config);
  const { broker, embedded, engineOptions } = setup;
  await using engine = await openEngine(broker, engineOptions);
  const { stateDirectory, nodePath, pgBin, users } = embedded;
  stdout.write(`PostgreSQL ${engine.postgres.full}, ${rounds} rounds, medians\n\n`);
  const { times, claims } = await bench({
    where: { cwd: root, env },
    broker,
    engine,
    owner: users.server,
    stateDirectory,
    nodePath,
    pgBin,
    rounds,
    signal,
  });
  stdout.write(`${renderBench(times, claims).join('\n')}\n`);
  return claims.every(({ holds }) => holds) ? 0 : 1;
}
