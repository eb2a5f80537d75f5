import { mkdirSync } from 'node:fs';
import { LabError } from '../../core/errors.ts';
import type { Command, Invocation } from '../command.ts';

const command: Command = {
  name: 'image',
  summary: 'Build the images of the docker engine from Debian packages, where no registry can be reached.',
  words: [],
  options: [
    { flags: '--postgres <major>', means: '18 (default), 17 or 15' },
    { flags: '--mirror <url>', means: 'the Debian archive (default http://deb.debian.org/debian)' },
    { flags: '--force', means: 'build also what is there, with the packages of today' },
  ],
  examples: [
    'npm run image',
    'npm run image -- --postgres 15',
    'LAB_IMAGE=replication-lab-postgres:15 npm run grade ex4 -- --engine docker',
    '',
    'It needs Linux, root, a Docker daemon, and debootstrap (apt-get install debootstrap).',
  ],
  run,
};
export default command;

async function run({ env, onExit, options, stdout }: Invocation): Promise<number> {
  const { openBroker } = await import('../../broker/open-broker.ts');
  const { openStorage } = await import('../../broker/storage.ts');
  const { findDaemon } = await import('../../engines/docker/daemon.ts');
  const { buildImage } = await import('../../engines/docker/image/build-image.ts');
  const { nodeRecipe, postgresRecipe, suites } = await import('../../engines/docker/image/recipes.ts');
  const { requireBuilder } = await import('../../engines/docker/image/require-builder.ts');
  const major = Number(options.postgres ?? 18);
  if (!isMajor(major, suites)) {
    const known = Object.keys(suites).reverse().join(', ');
    throw new LabError('ARGUMENT', `--postgres is one of ${known}; got ${JSON.stringify(options.postgres)}`, {
      next: 'npm run image -- --help',
    });
  }
  const path = env.PATH ?? '';
  requireBuilder(path);
  const { host } = await findDaemon(env);
  const storage = openStorage(env);
  // On disk: two Debians do not belong into memory. A run of its own, so that a killed build is swept.
  const onDisk = { ...storage, workDirectory: storage.stateDirectory };
  mkdirSync(`${storage.stateDirectory}/runs`, { recursive: true, mode: 0o711 });
  await using broker = openBroker(onDisk);
  onExit(() => broker.sweep());
  const shared = {
    broker,
    host,
    scratch: broker.directory,
    path,
    mirror: typeof options.mirror === 'string' ? options.mirror : 'http://deb.debian.org/debian',
    force: options.force === true,
    say: (line: string) => void stdout.write(`${line}\n`),
  };
  for (const recipe of [postgresRecipe(major), nodeRecipe(process.execPath)]) await buildImage(recipe, shared);
  return 0;
}

function isMajor<T extends object>(major: number, suites: T): major is keyof T & number {
  return Object.hasOwn(suites, major);
}
