import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { checkOverlays } from './overlays.ts';

const repository = join(import.meta.dirname, '..', '..');

test('every mutant and variant of this repository has right types once it lies over its solution', async () => {
  const { count, errors } = await checkOverlays(repository);
  expect(count).toBeGreaterThan(50);
  expect(errors).toBe('');
}, 60_000);

test('an overlay that does not fit its solution is told by its own path', async () => {
  const root = mkdtempSync(join(tmpdir(), 'overlays-'));
  const write = (path: string, text: string) => {
    mkdirSync(join(root, path, '..'), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  try {
    cpSync(join(repository, 'tsconfig.json'), join(root, 'tsconfig.json'));
    symlinkSync(join(repository, 'node_modules'), join(root, 'node_modules'));
    write('package.json', '{ "type": "module" }');
    write('solutions/ex1-a/src/one.ts', 'export const one = 1;\n');
    write('solutions/ex1-a/src/sum.ts', "import { one } from './one.ts';\nexport const sum: number = one + one;\n");
    write('graders/ex1-a/mutants/fits/src/one.ts', 'export const one = 2;\n');
    write('graders/ex1-a/variants/differs/src/one.ts', "export const one = '1';\n");
    const { count, errors } = await checkOverlays(root);
    expect(count).toBe(2);
    expect(errors).toMatch(/^graders\/ex1-a\/variants\/differs\/src\/sum\.ts\(2,14\): error TS2322: .*$/);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}, 60_000);
