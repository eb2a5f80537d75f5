import { expect, test } from 'vitest';
import { pruneLock } from './lock-file.ts';

const manifest = { name: 'course', version: '1.0.0', dependencies: { a: '1' }, devDependencies: { types: '1' } };

test('what nobody needs any more goes, nested packages, peers and optional ones of the others stay', () => {
  const lock = {
    lockfileVersion: 3,
    packages: {
      '': { dependencies: { a: '1', gone: '1' } },
      'node_modules/a': { dependencies: { b: '1' }, optionalDependencies: { other: '1', absent: '1' } },
      'node_modules/a/node_modules/b': {
        peerDependencies: { c: '1', d: '1' },
        peerDependenciesMeta: { d: { optional: true } },
      },
      'node_modules/b': {},
      'node_modules/c': { dependencies: { a: '1' } },
      'node_modules/d': {},
      'node_modules/gone': { dependencies: { 'only-gones': '1' } },
      'node_modules/only-gones': {},
      'node_modules/other': {},
      'node_modules/types': { dev: true },
    },
  };
  const { packages, lockfileVersion } = pruneLock(lock, manifest);
  expect(lockfileVersion).toBe(3);
  expect(Object.keys(packages)).toEqual([
    '',
    'node_modules/a',
    'node_modules/a/node_modules/b',
    'node_modules/c',
    'node_modules/other',
    'node_modules/types',
  ]);
  expect(packages['']).toMatchObject(manifest);
});
