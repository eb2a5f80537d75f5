import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { pathsOf } from '../course/course.ts';
import { graderVersion, gradingKey, harnessVersion } from './grading-key.ts';

const root = mkdtempSync(join(tmpdir(), 'version-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const repository = join(import.meta.dirname, '..', '..');

test('a key is another one when anything is that a grade depends on', () => {
  const basis = { submission: 'a', grader: 'b', engine: { name: 'embedded', postgres: '18.4' }, seed: 'c' };
  const others = [
    { ...basis, submission: 'x' },
    { ...basis, grader: 'x' },
    { ...basis, engine: { name: 'docker', postgres: '18.4' } },
    { ...basis, engine: { name: 'embedded', postgres: '15.18' } },
    { ...basis, seed: 'x' },
  ];
  expect(gradingKey({ ...basis })).toBe(gradingKey(basis));
  expect(new Set([basis, ...others].map(gradingKey)).size).toBe(6);
});

test('the version of the harness changes with what decides grades, and with nothing else', () => {
  cpSync(join(repository, 'package.json'), join(root, 'package.json'));
  for (const name of [
    'broker',
    'cluster',
    'core',
    'course',
    'enclosure',
    'engines',
    'gateway',
    'grading',
    'sandbox',
    'sdk',
  ])
    mkdirSync(join(root, 'harness', name), { recursive: true });
  const before = harnessVersion(root);
  const write = (path: string, text = 'export {};\n') => writeFileSync(join(root, path), text);
  write('harness/grading/a.test.ts');
  write('harness/grading/README.md');
  expect(harnessVersion(root)).toBe(before);
  write('harness/grading/a.ts');
  const after = harnessVersion(root);
  expect(after).not.toBe(before);
  write('package.json', '{}');
  expect(harnessVersion(root)).not.toBe(after);
});

test('the version of a grader changes with its manifest and its files, not with what proves it', () => {
  const paths = pathsOf(root, 'ex1-a');
  for (const folder of [paths.starter, join(paths.grader, 'mutants')]) mkdirSync(folder, { recursive: true });
  writeFileSync(join(paths.starter, 'exercise.ts'), 'a');
  const before = graderVersion('h', paths);
  writeFileSync(join(paths.starter, 'README.md'), 'a');
  writeFileSync(join(paths.grader, 'mutants', 'a.ts'), 'a');
  expect(graderVersion('h', paths)).toBe(before);
  expect(graderVersion('i', paths)).not.toBe(before);
  writeFileSync(join(paths.starter, 'exercise.ts'), 'b');
  expect(graderVersion('h', paths)).not.toBe(before);
});
