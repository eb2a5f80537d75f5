import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { copyStudentPackages } from './packages.ts';
import { writeFiles } from './testing.ts';

const nodeModules = resolve(import.meta.dirname, '../../node_modules');

async function temporaryFolder() {
  const path = await mkdtemp(join(tmpdir(), 'packages-test-'));
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) };
}

test('pg and what it depends on are copied, and nothing else', async () => {
  await using folder = await temporaryFolder();
  const into = join(folder.path, 'packages');
  await Promise.all([copyStudentPackages(nodeModules, into), copyStudentPackages(nodeModules, into)]);
  expect((await readdir(into)).sort()).toEqual(
    [
      '.contents.json',
      'node_modules',
      'pg',
      'pg-connection-string',
      'pg-int8',
      'pg-pool',
      'pg-protocol',
      'pg-types',
      'pgpass',
      'postgres-array',
      'postgres-bytea',
      'postgres-date',
      'postgres-interval',
      'split2',
      'xtend',
    ].sort(),
  );
  expect(await readdir(folder.path)).toEqual(['packages']);
  const before = await stat(join(into, 'pg'));
  await copyStudentPackages(nodeModules, into);
  expect((await stat(join(into, 'pg'))).ino).toBe(before.ino);
});

test('nested packages are found as Node finds them, and another version replaces the copy', async () => {
  await using folder = await temporaryFolder();
  const from = join(folder.path, 'from');
  const into = join(folder.path, 'into');
  const manifest = (version: string, dependencies = {}) => JSON.stringify({ version, dependencies });
  await writeFiles(from, {
    'pg/package.json': manifest('1.0.0', { a: '*', b: '*' }),
    'pg/node_modules/a/package.json': manifest('1.0.0', { b: '*' }),
    'pg/node_modules/unused/package.json': manifest('1.0.0'),
    'a/package.json': manifest('2.0.0'),
    'b/package.json': manifest('1.0.0', { a: '*' }),
  });
  await copyStudentPackages(from, into);
  expect(JSON.parse(await readFile(join(into, '.contents.json'), 'utf8'))).toEqual({
    pg: '1.0.0',
    'pg/node_modules/a': '1.0.0',
    b: '1.0.0',
    a: '2.0.0',
  });
  expect(await readdir(join(into, 'pg/node_modules'))).toEqual(['a']);
  await writeFiles(from, { 'b/package.json': manifest('1.1.0') });
  await copyStudentPackages(from, into);
  expect(await readdir(into)).not.toContain('a');
  expect(await readdir(folder.path)).toEqual(['from', 'into']);
});

test('a missing package is named', async () => {
  await using folder = await temporaryFolder();
  const copied = copyStudentPackages(folder.path, join(folder.path, 'into'));
  await expect(copied).rejects.toMatchObject({
    code: 'START_FAILED',
    message: 'the package pg is missing',
    next: 'npm ci',
  });
});
