import { gzipSync } from 'node:zlib';
import { makeTar } from '../../../batch/archives/make-tar.ts';
import type { Material } from './course.ts';
import { inFolder } from './files.ts';
import type { Made } from './submission.ts';

/** One way to hand in what does not work. */
export type Maker = (material: Material) => Made | Promise<Made>;

/** What is handed in by mistake. Where modules cannot be loaded, the rest is the reference solution. */
export const broken: readonly Maker[] = [
  (material) => unloadable('a syntax error', material, 'export const x = ;\n'),
  (material) => unloadable('a program that ends while it is imported', material, 'process.exit(0);\n'),
  (material) => unloadable('a loop that never ends, at import', material, 'for (;;);\n'),
  (material) => unloadable('a module that throws', material, "throw new Error('not today');\n"),
  ({ exercise, module, solution }) => {
    const { [module]: _, ...others } = solution;
    const content = { files: inFolder(exercise.slug, { ...others, 'notes.txt': 'still to be done\n' }) };
    return { what: 'a missing module', exercise, content, expected: { how: 'unloadable' } };
  },
  ({ exercise }) => {
    const content = { files: { [`${exercise.slug}/`]: '' } };
    return { what: 'an empty folder for the exercise', exercise, content, expected: { how: 'unloadable' } };
  },
  ({ exercise }) => {
    const says = /^it holds no folder of an exercise/;
    return { what: 'nothing', exercise, content: { files: { '/': '' } }, expected: { how: 'invalid', says } };
  },
  ({ exercise }) => {
    const bytes = Buffer.from('These are my answers: see the other file.\n'.repeat(20));
    const says = /^it is neither a zip nor a tarball/;
    return { what: 'no archive', exercise, content: { bytes, ending: 'zip' }, expected: { how: 'invalid', says } };
  },
  async ({ exercise, module, solution }) => {
    const content = solution[module] as Buffer;
    const whole = gzipSync(await makeTar([{ name: `${exercise.slug}/${module}`, content }]));
    const bytes = whole.subarray(0, Math.floor(whole.length / 2));
    const says = /^the tarball cannot be unpacked/;
    return {
      what: 'half an archive',
      exercise,
      content: { bytes, ending: 'tar.gz' },
      expected: { how: 'invalid', says },
    };
  },
];

function unloadable(what: string, { exercise, module, solution }: Material, text: string): Made {
  const files = inFolder(exercise.slug, { ...solution, [module]: text });
  return { what, exercise, content: { files }, expected: { how: 'unloadable' } };
}
