import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Script } from 'node:vm';
import { expect, test } from 'vitest';
import { bundleScripts } from './bundle.ts';


function bundle(files: Record<string, string>): string {
  const directory = mkdtempSync(join(tmpdir(), 'bundle-'));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(directory, name), text);
  try {
    return bundleScripts([join(directory, 'main.ts')]);
  } finally {
    rmSync(directory, { recursive: true });
  }
}

test('modules become one classic script, in the order of their imports, without types', () => {
  const script = bundle({
    'main.ts': "import { twice } from './b.ts';\nimport { one, type Count } from './a.ts';\nseen.push(twice(one as Count));\n",
    'a.ts': 'export type Count = number;\nexport const one: Count = 1;\n',
    'b.ts': "import { one } from './a.ts';\nexport function twice(n: number): number {\n  return n + one;\n}\n",
  });
  const seen: number[] = [];
  new Script(script).runInNewContext({ seen });
  expect(seen).toEqual([2]);
});

test.for([
  ['two modules with one name', { 'main.ts': "import { a } from './a.ts';\nconst b = a;\n", 'a.ts': 'export const a = 1;\nconst b = 2;\n' }, 'b is a name of'],
  ['a renamed import', { 'main.ts': "import { a as b } from './a.ts';\nb;\n", 'a.ts': 'export const a = 1;\n' }, 'an import cannot be renamed here'],
  ['an import of a package', { 'main.ts': "import pg from 'pg';\npg;\n" }, "this form is not supported here: import pg from 'pg';"],
  ['a default export', { 'main.ts': 'export default 1;\n' }, 'this form is not supported here: export default 1;'],
  ['a circle', { 'main.ts': "import { a } from './a.ts';\nexport const m = a;\n", 'a.ts': "import { m } from './main.ts';\nexport const a = m;\n" }, 'it imports itself by way of others'],
] as const)('%s is refused', ([, files, said]) => {
  expect(() => bundle(files)).toThrow(said);
});
