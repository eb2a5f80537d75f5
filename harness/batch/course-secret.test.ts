import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { courseSecret, seedFor } from './course-secret.ts';

const root = mkdtempSync(join(tmpdir(), 'secret-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

test('a secret is made once for a folder, and only its owner can read it', () => {
  const folder = mkdtempSync(join(root, 'case-'));
  const made = courseSecret(undefined, folder);
  expect(made).toMatch(/^[0-9a-f]{64}$/);
  expect(courseSecret('', folder)).toBe(made);
  expect(readFileSync(join(folder, 'course-secret'), 'utf8').trim()).toBe(made);
  expect(statSync(join(folder, 'course-secret')).mode & 0o777).toBe(0o600);
});

test('a given secret is used and not kept', () => {
  const folder = mkdtempSync(join(root, 'case-'));
  expect(courseSecret('ours', folder)).toBe('ours');
  expect(() => statSync(join(folder, 'course-secret'))).toThrow('ENOENT');
  expect(() => courseSecret(undefined, join(folder, 'missing'))).toThrow(
    expect.objectContaining({ code: 'NO_STORAGE', where: join(folder, 'missing', 'course-secret') }),
  );
});

test('a seed repeats, and is another for another secret, exercise or submission', () => {
  const seed = seedFor('secret', 'ex1', 'aa');
  expect(seed).toMatch(/^[0-9a-f]{16}$/);
  expect(seedFor('secret', 'ex1', 'aa')).toBe(seed);
  const others = [seedFor('other', 'ex1', 'aa'), seedFor('secret', 'ex2', 'aa'), seedFor('secret', 'ex1', 'bb')];
  expect(new Set([seed, ...others]).size).toBe(4);
});
