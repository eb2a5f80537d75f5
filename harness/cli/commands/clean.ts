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
    const { rmSync } = await import('node:fs');
    const storage = openStorage(env);
    const swept = sweepDeadRuns(storage);
    stdout.write(
      `${count(swept.runs, 'dead run')}, ${count(swept.processes, 'process', 'es')}, ${count(swept.directories, 'director', 'ies', 'y')} removed\n`,
    );
    if (options.cache) {
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
