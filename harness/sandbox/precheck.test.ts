import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { formatFinding } from './finding.ts';
import { plainLauncher } from './launcher.ts';
import { precheck } from './precheck.ts';
import { exerciseWith, nodePath, openWorkshop, stranger, type Workshop } from './testing.ts';

vi.setConfig({ testTimeout: 30_000 });

let workshop: Workshop;
beforeAll(async () => {
  workshop = await openWorkshop();
});
afterAll(() => workshop[Symbol.asyncDispose]());

/** What precheck says about these files, one line each, with and without a trial. */
async function findingsOf(files: Record<string, string>, modules = exerciseWith('src/main.ts', ['main'])) {
  const staged = await workshop.stage(files, modules, stranger);
  const { broker } = workshop;
  return (await precheck(staged, modules, { broker, launcher: plainLauncher, nodePath, owner: stranger })).map(
    formatFinding,
  );
}

const right = 'export function main() {}\n';

test('right code has no findings, whatever its text looks like', async () => {
  const text = `
    import pg, { Client } from 'pg';
    import fs from 'fs';
    import { readFile } from 'node:fs/promises';
    import { CommandError, type Lab } from '#lab';
    import type { Rows } from './lib/types.ts';
    import { rows } from './lib/rows.mjs';
    import settings from './settings.json' with { type: 'json' };
    /*
    import { nothing } from './nowhere';
    import { Lab } from '#lab';
    */
    const text = \`
    import lodash from 'lodash';
    \`;
    export const main = async (lab: Lab): Promise<Rows> => rows;
    export { Client, pg, fs, readFile, CommandError, settings, text };`;
  const files = {
    'src/main.ts': text,
    'src/lib/types.ts': 'export type Rows = number[];',
    'src/lib/rows.mjs': 'export const rows = [1];',
    'src/settings.json': '{}',
    'src/unused.ts': 'enum Broken { A } import x from "./gone";',
  };
  expect(await findingsOf(files)).toEqual([]);
  const staged = await workshop.stage(files);
  expect(await precheck(staged, exerciseWith('src/main.ts', ['main']))).toEqual([]);
});

test.each<[string, Record<string, string>, string[]]>([
  ['a missing module', { 'src/Main.ts': right }, ['src/main.ts: the file is missing: is src/Main.ts meant to be it?']],
  ['a syntax error', { 'src/main.ts': `${right}const x = ;` }, ['src/main.ts:2: syntax error: Expression expected']],
  [
    'a syntax error that Node does not place',
    { 'src/main.ts': `import './lib.ts';\n${right}`, 'src/lib.ts': 'const a = 1;\nconst a = 2;' },
    ["src/lib.ts:2: syntax error: Identifier 'a' has already been declared"],
  ],
  [
    'an enum',
    { 'src/main.ts': `${right}export enum Mode { A }` },
    ["src/main.ts:2: an enum cannot run: write a union, `type Mode = 'a' | 'b'`, or a const object"],
  ],
  [
    'a namespace in an imported file',
    { 'src/main.ts': `import './a.ts';\n${right}`, 'src/a.ts': '\n\nnamespace N { export const a = 1; }' },
    ['src/a.ts:3: a namespace cannot run: put its members into a file of their own'],
  ],
  [
    'a parameter property',
    { 'src/main.ts': `${right}class A {\n  constructor(private a: number) {}\n}` },
    ['src/main.ts:3: a parameter property cannot run: declare the field and assign it in the constructor'],
  ],
  [
    'types imported as values, all of them',
    {
      'src/main.ts': `import {\n Lab,\n CommandError,\n LabNode as Node } from '#lab';\nimport { Row } from './rows.ts';\n${right}`,
      'src/rows.ts': 'export interface Row { id: number }',
    },
    [
      "src/main.ts:2: `Lab` is a type: write `import type { Lab } from '#lab'`",
      "src/main.ts:4: `LabNode` is a type: write `import type { LabNode } from '#lab'`",
      "src/main.ts:5: `Row` is a type: write `import type { Row } from './rows.ts'`",
    ],
  ],
  [
    'a type of pg imported as a value',
    { 'src/main.ts': `import { Client, QueryResult } from 'pg';\n${right}` },
    [
      "src/main.ts:1: 'pg' does not export `QueryResult`; if it is a type, write `import type { QueryResult } from 'pg'`",
    ],
  ],
  [
    'imports without extension, with the wrong one, of a folder and of nothing',
    {
      'src/main.ts': `import './a';\nimport './a.js';\nimport './lib';\nimport './gone.ts';\n${right}`,
      'src/a.ts': '',
      'src/lib/index.ts': '',
    },
    [
      "src/main.ts:1: write the whole name of the file: './a.ts'",
      "src/main.ts:2: write the whole name of the file: './a.ts'",
      "src/main.ts:3: write the whole name of the file: './lib/index.ts'",
      'src/main.ts:4: there is no file src/gone.ts',
    ],
  ],
  [
    'an import of a file that was not taken',
    { 'src/main.ts': `import '../other/a.ts';\n${right}`, 'other/a.ts': '' },
    ['src/main.ts:1: there is no file other/a.ts: the exercise does not ask for it'],
  ],
  [
    'a package that is not there',
    { 'src/main.ts': `import _ from 'lodash';\n${right}` },
    ['src/main.ts:1: the package lodash is not available: only pg and the modules of Node are'],
  ],
  [
    'a module that Node lacks',
    { 'src/main.ts': `import 'node:fss';\n${right}` },
    ['src/main.ts: Node has no module node:fss'],
  ],
  [
    'a missing function',
    { 'src/main.ts': '' },
    ['src/main.ts: a function `main` is missing: write `export async function main(…)`'],
  ],
  [
    'a function that is not exported',
    { 'src/main.ts': '\nfunction main() {}' },
    ['src/main.ts:2: `main` is not exported: write `export` before it'],
  ],
  [
    'a function that is the default export',
    { 'src/main.ts': 'export default function main() {}' },
    ['src/main.ts:1: `main` is not exported by its name: write `export` before it, without `default`'],
  ],
  [
    'an export that is no function',
    { 'src/main.ts': '\nexport const main = 1;' },
    ['src/main.ts:2: `main` is exported, but is not a function'],
  ],
  [
    'a module that throws',
    { 'src/main.ts': `${right}const rows = null as any;\nrows.length;` },
    ["src/main.ts:3: it throws while it is imported: TypeError: Cannot read properties of null (reading 'length')"],
  ],
  [
    'a module that throws undefined',
    { 'src/main.ts': 'throw undefined;' },
    ['src/main.ts: it throws while it is imported, something that is no Error'],
  ],
  [
    'a module that ends the process',
    { 'src/main.ts': 'process.exit(0);' },
    ['src/main.ts: cannot be imported: the process ended while it was needed (exit code 0), without any output'],
  ],
])('%s is found', async (_what, files, lines) => {
  expect(await findingsOf(files)).toEqual(lines);
});

test('without a trial, missing modules and syntax errors are found', async () => {
  const staged = await workshop.stage({ 'src/main.ts': `${right}enum A {}` });
  const lines = (await precheck(staged, exerciseWith('src/main.ts', ['main']))).map(formatFinding);
  expect(lines).toEqual([
    "src/main.ts:2: an enum cannot run: write a union, `type Mode = 'a' | 'b'`, or a const object",
  ]);
});
