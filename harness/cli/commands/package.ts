import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import { LabError } from '../../core/errors.ts';
import type { Command, Invocation } from '../command.ts';

const next = 'npm run package -- gradescope --exercise ex4 --out ../autograder.zip';

const command: Command = {
  name: 'package',
  summary: 'For instructors: write the zip by which a platform grades an exercise.',
  words: [{ name: '<platform>', means: 'gradescope: its autograder, with setup.sh and run_autograder' }],
  options: [
    { flags: '--exercise <name>', means: 'the exercise' },
    { flags: '--out <file>', means: 'the zip to write' },
    { flags: '--uncommitted', means: 'take files as they are, also where git has them otherwise' },
  ],
  examples: [next],
  run,
};
export default command;

async function run(invocation: Invocation): Promise<number> {
  const { cwd, options, root, stdout, words } = invocation;
  const [platform] = words;
  if (platform !== 'gradescope')
    throw new LabError('ARGUMENT', `the platforms are: gradescope; got ${JSON.stringify(platform)}`, { next });
  const { exercise, out } = options;
  if (typeof exercise !== 'string') throw new LabError('ARGUMENT', 'which exercise? --exercise names it', { next });
  if (typeof out !== 'string' || out === '') throw new LabError('ARGUMENT', 'where to? --out names a file', { next });
  const { gradescopePackage } = await import('../../release/gradescope-package.ts');
  const { chosenExercises, folderOutside, noteLeftOut } = await import('../handing-out.ts');
  const { shortName } = await import('../../course/course.ts');
  const path = folderOutside(invocation, 'package', resolve(cwd, out));
  const [slug = ''] = chosenExercises({ ...invocation, options: { ...options, exercises: exercise } }, 'package');
  const { unclassified, zip } = gradescopePackage(root, slug);
  noteLeftOut(invocation, unclassified);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, zip);
  const size = `${(zip.length / 1e6).toFixed(1)} MB`;
  stdout.write(`${shortName(slug)} for Gradescope in ${relative(cwd, path)}, ${size}\n`);
  return 0;
}
