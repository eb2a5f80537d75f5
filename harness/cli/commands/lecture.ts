import { join, relative } from 'node:path';
import { LabError } from '../../core/errors.ts';
import type { Command, Invocation } from '../command.ts';

const actions: Record<string, (invocation: Invocation) => Promise<number>> = { build, serve, test };

const command: Command = {
  name: 'lecture',
  summary: 'The lecture: build its site, serve it while you write, run its blocks.',
  words: [{ name: '<action>', means: 'build: into lecture/site; serve: with live reload; test: run every block' }],
  options: [
    { flags: '--freeze', means: 'build: add new heading ids to lecture/ids' },
    { flags: '--port <n>', means: 'serve: the port on this machine (default 4400)' },
    {
      flags: '--only <chapters>',
      means: 'test: only chapters whose name contains one of these words, joined by commas',
    },
    { flags: '--update', means: 'test: write what the blocks print into the chapters' },
    { flags: '--pg-bin <dir>', means: 'test: use the PostgreSQL programs of this directory' },
  ],
  examples: [
    'npm run lecture',
    'npm run lecture:build',
    'npm run lecture:test -- --only 04',
    'npm run lecture:test -- --only 04 --update',
  ],
  async run(invocation) {
    const name = invocation.words[0] ?? '';
    const action = Object.hasOwn(actions, name) ? actions[name] : undefined;
    if (action) return await action(invocation);
    const found = `the actions are: ${Object.keys(actions).join(', ')}; got ${JSON.stringify(name)}`;
    throw new LabError('ARGUMENT', found, { next: 'npm run lecture:build' });
  },
};
export default command;

async function build({ root, options, stdout }: Invocation): Promise<number> {
  const { linkedExercises } = await import('../linked-exercises.ts');
  const { buildSite, writeSite } = await import('../../lecture/site/build-site.ts');
  const { freezeIds, unfrozenIds } = await import('../../lecture/frozen-ids.ts');
  const { describeSite } = await import('../../lecture/site/describe-site.ts');
  const began = performance.now();
  const site = await buildSite(root, await linkedExercises(root));
  site.lecture.problems.throwIfAny();
  if (options.freeze) freezeIds(root, site.lecture.chapters);
  const directory = join(root, 'lecture', 'site');
  writeSite(directory, site);
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  for (const line of describeSite(site, unfrozenIds(root, site.lecture.chapters))) stdout.write(`${line}\n`);
  stdout.write(`${relative(root, directory)}/index.html in ${seconds} s\n`);
  return 0;
}

async function test(invocation: Invocation): Promise<number> {
  const { testLecture } = await import('../lecture-blocks.ts');
  return await testLecture(invocation);
}

async function serve({ root, options, stdout, signal }: Invocation): Promise<number> {
  const { linkedExercises } = await import('../linked-exercises.ts');
  const { serveLecture } = await import('../../lecture/serve/serve.ts');
  const port = Number(options.port ?? 4400);
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new LabError('ARGUMENT', `--port is a number up to 65535; got ${JSON.stringify(options.port)}`, {
      next: 'npm run lecture -- --port 4400',
    });
  await using server = await serveLecture({
    root,
    port,
    exercises: () => linkedExercises(root),
    say: (line) => stdout.write(`${line}\n`),
  });
  stdout.write(`${server.url}  (Ctrl-C ends it)\n`);
  await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
  return 0;
}
