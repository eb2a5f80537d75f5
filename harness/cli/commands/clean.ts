import { join } from 'node:path';
import type { Command } from '../command.ts';

const command: Command = {
  name: 'clean',
  summary: 'End and remove what killed runs have left; runs that live are not touched.',
  words: [],
  options: [
    { flags: '--cache', means: 'also remove templates and copies of programs: the next run makes them again' },
    { flags: '--evidence', means: 'also remove the evidence folders in .runs/' },
  ],
  examples: ['npm run clean', 'npm run clean -- --cache'],
  async run({ env, options, root, stdout }) {
    const { openStorage } = await import('../../broker/storage.ts');
    const { sweepDeadRuns } = await import('../../broker/sweep.ts');
    const { removeCaches } = await import('../../broker/caches.ts');
    const { findDaemon } = await import('../../engines/docker/daemon.ts');
    const { removeTemplates, sweepDeadContainers } = await import('../../engines/docker/janitor.ts');
    const { rmSync } = await import('node:fs');
    const storage = openStorage(env);
    const swept = sweepDeadRuns(storage);
    const daemon = await findDaemon(env).catch(() => undefined);
    const containers = daemon ? await sweepDeadContainers(daemon.host) : 0;
    stdout.write(
      `${count(swept.runs, 'dead run')}, ${count(swept.processes, 'process', 'es')}, ${count(swept.directories, 'director', 'ies', 'y')} removed\n`,
    );
    if (containers > 0) stdout.write(`${containers} containers and networks of dead processes removed\n`);
    if (options.cache) {
      if (daemon) stdout.write(`${count(await removeTemplates(daemon.host), 'image')} with prepared data removed\n`);
      const removed = removeCaches(storage);
      stdout.write(removed === undefined ? 'a run is live: caches are kept\n' : `${count(removed, 'cache')} removed\n`);
    }
    if (options.evidence) {
      rmSync(join(root, '.runs'), { recursive: true, force: true });
      stdout.write('.runs/ removed\n');
    }
    return 0;
  },
};
export default command;

function count(n: number, word: string, plural = 's', singular = ''): string {
  return `${n} ${word}${n === 1 ? singular : plural}`;
}
