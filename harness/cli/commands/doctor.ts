import { readConfig } from '../../config/config.ts';
import { describeError, LabError } from '../../core/errors.ts';
import { styleFor } from '../../reports/style.ts';
import type { Command, Invocation } from '../command.ts';

const command: Command = {
  name: 'doctor',
  summary: 'Say what this machine has and what it lacks, with the next command for each gap.',
  words: [],
  options: [
    { flags: '--pg-bin <dir>', means: 'look at the PostgreSQL programs of this directory' },
    { flags: '--no-color', means: 'no colours' },
  ],
  examples: ['npm run doctor'],
  run,
};
export default command;

/** One thing that grading needs; `probe` says what was found, or throws what is wrong. */
interface Probe {
  name: string;
  probe: () => Promise<string> | string;
}

async function run(invocation: Invocation): Promise<number> {
  const { env, options, stdout } = invocation;
  const config = readConfig({ options, env, cwd: invocation.cwd, terminal: stdout.isTTY === true });
  const style = styleFor(config.color);
  let gaps = 0;
  for (const { name, probe } of await probes(invocation, config.pgBin)) {
    try {
      stdout.write(`${style('green', '✓')} ${name.padEnd(20)} ${await probe()}\n`);
    } catch (error) {
      gaps += 1;
      const next = error instanceof LabError ? error.next : 'report it';
      stdout.write(
        `${style('red', '✗')} ${name.padEnd(20)} ${describeError(error).join('; ')}\n${' '.repeat(23)}next: ${next}\n`,
      );
    }
  }
  stdout.write(gaps === 0 ? '\nReady: npm run grade ex4\n' : `\n${gaps} of them keep the course from grading here.\n`);
  return gaps === 0 ? 0 : 2;
}

async function probes(invocation: Invocation, pgBin: string | undefined): Promise<Probe[]> {
  const { openStorage } = await import('../../broker/storage.ts');
  const { chooseUsers } = await import('../../broker/users.ts');
  const { reachableNode } = await import('../../core/reachable-node.ts');
  const { openInstallation } = await import('../../engines/embedded/installation.ts');
  const { statfsSync } = await import('node:fs');
  const storage = () => openStorage(invocation.env);
  return [
    { name: 'Node.js', probe: () => `${process.version}, ${reachableNode(storage().stateDirectory)}` },
    {
      name: 'PostgreSQL',
      probe: () => {
        const { binDirectory, version, has } = openInstallation({ pgBin, stateDirectory: storage().stateDirectory });
        const extra = ['psql', 'pg_basebackup', 'pg_rewind'].filter((program) => has(program));
        return `${version.full}, ${binDirectory}${extra.length > 0 ? ` (with ${extra.join(', ')})` : ''}`;
      },
    },
    {
      name: 'storage',
      probe: () => {
        const { inMemory, workDirectory } = storage();
        const { bavail, bsize } = statfsSync(workDirectory);
        const free = `${(Number(bavail * bsize) / 1024 ** 3).toFixed(1)} GiB free`;
        return `${workDirectory}, ${inMemory ? 'in memory' : 'on disk: grading is slower'}, ${free}`;
      },
    },
    {
      name: 'users',
      probe: () => {
        const { server, student } = chooseUsers();
        return server ? `servers run as uid ${server.uid}, your code as uid ${student?.uid}` : 'everything runs as you';
      },
    },
    { name: 'a cluster', probe: () => startOne(invocation, pgBin) },
  ];
}

/** The proof of the rest: a leader and a follower, started and ended. */
async function startOne(invocation: Invocation, pgBin: string | undefined): Promise<string> {
  const { setUpGrading } = await import('../grading-setup.ts');
  const { openEngine } = await import('../../engines/open-engine.ts');
  const { startCluster } = await import('../../cluster/start-cluster.ts');
  const config = readConfig({ options: { pgBin }, env: invocation.env, cwd: invocation.cwd, terminal: false });
  await using setup = setUpGrading(invocation, config);
  await using engine = await openEngine(setup.broker, setup.engineOptions);
  const spec = { followers: ['follower'], wiring: 'streaming', seed: [], grants: [], superuser: false } as const;
  for (const id of ['doctor-1', 'doctor-2']) {
    const began = performance.now();
    await using _cluster = await startCluster(engine, { ...spec, id });
    // The first one may have made the template; the second is what every check pays.
    if (id === 'doctor-2') return `a leader and a follower ready in ${Math.round(performance.now() - began)} ms`;
  }
  return '';
}
