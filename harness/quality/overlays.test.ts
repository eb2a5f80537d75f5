import { expect, test } from 'vitest';
import { findImports } from './find-imports.ts';
import { idleOverlays, overlayTypeErrors } from './overlays.ts';
import { parseFiles } from './parse.ts';
import { overlaid, readSourceTree, type SourceFileText } from './source-tree.ts';
import { formatViolations } from './violation.ts';

const tree = readSourceTree();
const slug = 'ex4-data-loss'; // any exercise will do
const mutant = `graders/${slug}/mutants/made-up/src`;

test('every variant and mutant has the right types when it lies over its solution', () => {
  expect(tree.filter(({ path }) => overlaid(path) !== undefined).length).toBeGreaterThan(80);
  expect(formatViolations(overlayTypeErrors(tree))).toBe('');
});

test('every file of a variant or a mutant changes something', () => {
  expect(formatViolations(idle(tree))).toBe('');
});

test('a file that an overlay does not bring is the one of the solution, with its types', () => {
  const text = [
    "import type { Lab } from '#lab';",
    "import { own } from './own.ts';",
    "import { write } from './write.ts';",
    "import './nowhere.ts';",
    'export const wrong: number = await write(own, own);',
    'export const right = (lab: Lab) => write(lab.leader.url, { product_id: 1, product_name: own, quantity: 1 });',
  ].join('\n');
  const own = { path: `${mutant}/own.ts`, text: "export const own = 'own';" };
  const found = overlayTypeErrors([{ path: `${mutant}/data-loss.ts`, text }, own]);
  expect(found.map(({ file, line, rule }) => `${file}:${line} ${rule}`)).toEqual([
    `${mutant}/data-loss.ts:4 TS2882`,
    `${mutant}/data-loss.ts:5 TS2322`,
    `${mutant}/data-loss.ts:5 TS2345`,
  ]);
});

test('a copy of a file of the solution is idle, and so is a file that lies over none and is not imported', () => {
  const solution = { path: `solutions/${slug}/src/a.ts`, text: 'export const a = 1;' };
  const over = (name: string, text: string) => ({ path: `${mutant}/${name}.ts`, text });
  const changed = over('a', "export { b as a } from './b.ts';");
  const b = over('b', 'export const b = 2;');
  expect(idle([solution, changed, b])).toEqual([]);
  expect(idle([solution, over('a', solution.text)])).toMatchObject([
    { message: expect.stringContaining('the file of the solution') },
  ]);
  expect(idle([solution, b])).toMatchObject([{ message: expect.stringContaining('over no file of the solution') }]);
});

function idle(files: readonly SourceFileText[]) {
  return idleOverlays(files, parseFiles(files).flatMap(findImports));
}
