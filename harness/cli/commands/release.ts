import { relative, resolve } from 'node:path';
import { LabError } from '../../core/errors.ts';
import type { Command, Invocation } from '../command.ts';

const command: Command = {
  name: 'release',
  summary: "For instructors: write or update the repository of the students, without anything of the solutions'.",
  words: [],
  options: [
    { flags: '--out <dir>', means: 'an empty folder, or one that holds an earlier release' },
    { flags: '--exercises <names>', means: 'only these, joined by commas (default: all)' },
    { flags: '--uncommitted', means: 'take files as they are, also where git has them otherwise' },
  ],
  examples: ['npm run release -- --out ../students', 'npm run release -- --out ../students --exercises ex1,ex2'],
  run,
};
export default command;

async function run(invocation: Invocation): Promise<number> {
  const { cwd, options, root, stdout } = invocation;
  const { studentCopy } = await import('../../release/student-copy.ts');
  const { few, writeRelease } = await import('../../release/write-release.ts');
  const { chosenExercises, folderOutside, noteLeftOut } = await import('../handing-out.ts');
  const { shortName } = await import('../../course/course.ts');
  const folder = folderOutside(invocation, 'release', resolve(cwd, needed(options.out)));
  const slugs = chosenExercises(invocation, 'release');
  const { files, unclassified } = await studentCopy(root, slugs);
  const { kept, removed, written } = writeRelease(files, folder);
  noteLeftOut(invocation, unclassified);
  const name = relative(cwd, folder) || '.';
  const counts = `${files.size} files, of which ${written.length} were written and ${removed.length} removed`;
  stdout.write(`${slugs.map(shortName).join(', ')} in ${name}: ${counts}\n`);
  if (kept.length > 0) stdout.write(`kept, for a student has changed them: ${few(kept)}\n`);
  stdout.write(`next: cd ${name} && npm ci && npm run grade ${shortName(slugs[0] ?? '')}\n`);
  return 0;
}

function needed(out: string | boolean | undefined): string {
  if (typeof out === 'string' && out !== '') return out;
  throw new LabError('ARGUMENT', 'where to? Name a folder', { next: 'npm run release -- --out ../students' });
}
