import { dirname } from 'node:path';
import { zipSync } from 'fflate';
import { makeTar } from '../../../batch/archives/make-tar.ts';
import type { Targets } from '../../../enclosure/canaries.ts';
import { type Attack, attacks, moduleOf } from '../../../sandbox/attacks/programs.ts';
import type { Maker } from './broken.ts';
import type { Material } from './course.ts';
import { inFolder } from './files.ts';
import type { Files, Made } from './submission.ts';

/** Names that a shell, a page, a spreadsheet or a terminal could take for something else. */
const names = ['=HYPERLINK("#")', '"; rm -rf', "O'Brien, Pat", '<script>1<', '@SUM(1+1)', '$(reboot)', '-rf'];

/**
 * What is handed in to do harm. Its programs attack when they are imported, each time. Those that are right answers cannot
 * be loaded when they had success, so full marks say that none had; those that bring down their own program are starters.
 * `targets`: what they reach for.
 */
export function hostile(targets: Targets): readonly Maker[] {
  const programs = attacks.filter(showsAtOnce).map((each) => attacking(each, targets));
  return [...archives, ...names.map(named), flood, ...programs];
}

function showsAtOnce({ later }: Attack): boolean {
  return later === undefined;
}

/** They take all that a program may have, and their own is what lacks it then. */
const harmItself = ['memory-bomb', 'fork-bomb'];

/** Of no particular time: the same seed is the same bytes. */
const mtime = new Date(1980, 0, 1);

const archives: readonly Maker[] = [
  ({ exercise, module }) => {
    const bytes = Buffer.from(zipSync({ [`${exercise.slug}/${module}`]: Buffer.alloc(64 * 1024 ** 2) }, { mtime }));
    const expected = { how: 'invalid', says: /^it is a bomb/ } as const;
    return { what: 'a zip bomb', exercise, content: { bytes, ending: 'zip' }, expected };
  },
  async ({ exercise }) => {
    const bytes = await makeTar([{ name: '../../../../tmp/escaped.ts', content: 'export {};\n' }]);
    const expected = { how: 'invalid', says: /leads out of it/ } as const;
    return { what: 'a path that escapes', exercise, content: { bytes, ending: 'tar' }, expected };
  },
  async ({ exercise, module }) => {
    const name = `${exercise.slug}/${module}`;
    const bytes = await makeTar([{ name, type: 'symlink', linkname: '/etc/shadow' }]);
    const expected = { how: 'invalid', says: /a link that leads out of it/ } as const;
    return { what: 'a link that escapes', exercise, content: { bytes, ending: 'tar' }, expected };
  },
  (material) => {
    const expected = { how: 'left-out', says: /control characters/ } as const;
    return { ...right('a name with a line break', material), expected, student: 'ann\n✓ bob  100' };
  },
];

function named(student: string): Maker {
  return (material) => ({ ...right(`the name ${student}`, material), student });
}

/** Four MiB on each start: the half of what a program may print. */
const flood: Maker = (material) => {
  const text = "for (let line = 0; line < 400; line += 1) console.log('flood '.repeat(1700));\n";
  return right('a flood of output', material, text);
};

function attacking(attack: Attack, targets: Targets): Maker {
  const what = `the attack ${attack.name}`;
  const text = `${moduleOf(attack)}\nif (await body(${JSON.stringify(targets)})) throw new Error('it had success');\n`;
  if (!harmItself.includes(attack.name)) return (material) => right(what, material, text);
  return ({ exercise, module, starter }) => {
    const files = inFolder(exercise.slug, withFirst(starter, module, text));
    return { what, exercise, content: { files }, expected: { how: 'no-marks' } };
  };
}

/** The reference solution, with this done first whenever it is imported. */
function right(what: string, { exercise, module, solution }: Material, first?: string): Made {
  const files = inFolder(exercise.slug, first === undefined ? solution : withFirst(solution, module, first));
  return { what, exercise, content: { files }, expected: { how: 'passed' } };
}

function withFirst(files: Files, module: string, text: string): Files {
  const first = `${dirname(module)}/first.ts`;
  return { ...files, [first]: text, [module]: `import './first.ts';\n${files[module]}` };
}
