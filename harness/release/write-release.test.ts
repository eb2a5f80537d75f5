import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { hashOf } from '../course/release-record.ts';
import type { CopyFiles } from './copy-of-course.ts';
import { writeRelease } from './write-release.ts';

let place: string;
let folder: string;
beforeEach(() => {
  place = mkdtempSync(join(tmpdir(), 'release-'));
  folder = join(place, 'students');
});
afterEach(() => rmSync(place, { recursive: true, force: true }));

const starter = 'exercises/ex1-a/src/a.ts';
const first = {
  'harness/a.ts': 'one',
  'harness/old/b.ts': 'old',
  'exercises/ex1-a/README.md': 'task',
  [starter]: 'todo',
};

function release(texts: Record<string, string>): CopyFiles {
  const files: CopyFiles = new Map(Object.entries(texts).map(([path, text]) => [path, Buffer.from(text)]));
  const hashes = Object.fromEntries([...files].map(([path, bytes]) => [path, hashOf(bytes)]));
  const record = { format: 1, course: '1.0.0', exercises: ['ex1-a'], files: hashes };
  return files.set('.release.json', Buffer.from(JSON.stringify(record)));
}

function put(path: string, text: string): void {
  mkdirSync(join(folder, path, '..'), { recursive: true });
  writeFileSync(join(folder, path), text);
}

const text = (path: string) => readFileSync(join(folder, path), 'utf8');
const refusal = (says: string) => expect.objectContaining({ code: 'ARGUMENT', message: expect.stringContaining(says) });

test('an empty folder is filled, one that is not there is made, and a .git may be there', () => {
  mkdirSync(join(folder, '.git'), { recursive: true });
  expect(writeRelease(release(first), folder)).toMatchObject({ written: { length: 5 }, kept: [], removed: [] });
  expect(text(starter)).toBe('todo');
  expect(writeRelease(release(first), join(place, 'new', 'one')).written).toHaveLength(5);
});

test('a folder with anything else in it is refused, and stays as it is', () => {
  put('notes.txt', 'mine');
  expect(() => writeRelease(release(first), folder)).toThrow(refusal('holds no earlier release'));
  expect(existsSync(join(folder, 'harness'))).toBe(false);
});

test('an update replaces and removes what the earlier release wrote, and keeps what is the student’s', () => {
  writeRelease(release(first), folder);
  put(starter, 'my answer');
  put('exercises/ex1-a/src/more.ts', 'mine');
  put('exercises/ex1-a/README.md', 'scribbled');
  put('harness/a.ts', 'patched');
  const second = { 'harness/a.ts': 'two', 'exercises/ex1-a/README.md': 'new task', [starter]: 'new todo' };
  expect(writeRelease(release(second), folder)).toEqual({
    written: ['.release.json', 'exercises/ex1-a/README.md', 'harness/a.ts'],
    removed: ['harness/old/b.ts'],
    kept: [starter],
  });
  const now = ['harness/a.ts', 'exercises/ex1-a/README.md', starter, 'exercises/ex1-a/src/more.ts'].map(text);
  expect(now).toEqual(['two', 'new task', 'my answer', 'mine']);
  expect(existsSync(join(folder, 'harness/old'))).toBe(false);
});

test('a starter that nobody has changed is updated, and one that is handed out no more stays where it was changed', () => {
  const other = 'exercises/ex1-a/src/b.ts';
  writeRelease(release({ ...first, [other]: 'todo' }), folder);
  put(other, 'my answer');
  const { kept } = writeRelease(release({ ...first, [starter]: 'new todo' }), folder);
  expect([kept, text(starter), text(other)]).toEqual([[other], 'new todo', 'my answer']);
});

test('a file of the student’s in the way refuses the update before anything is written', () => {
  writeRelease(release(first), folder);
  put('harness/new.ts', 'mine');
  const update = release({ ...first, 'harness/a.ts': 'two', 'harness/new.ts': 'ours' });
  expect(() => writeRelease(update, folder)).toThrow(refusal('in the way: harness/new.ts'));
  expect([text('harness/a.ts'), text('harness/new.ts')]).toEqual(['one', 'mine']);
});

test('an update that was interrupted goes on: what it has written already is no obstacle', () => {
  writeRelease(release(first), folder);
  put('harness/new.ts', 'ours');
  const update = release({ ...first, 'harness/new.ts': 'ours' });
  expect(writeRelease(update, folder).written).toEqual(['.release.json']);
});

test('nothing is written through a link, and no record leads out of the folder', () => {
  writeRelease(release(first), folder);
  const elsewhere = join(place, 'elsewhere');
  mkdirSync(elsewhere);
  rmSync(join(folder, 'harness'), { recursive: true });
  symlinkSync(elsewhere, join(folder, 'harness'));
  expect(() => writeRelease(release({ ...first, 'harness/a.ts': 'two' }), folder)).toThrow(refusal('in the way'));
  expect(existsSync(join(elsewhere, 'a.ts'))).toBe(false);
  put('.release.json', JSON.stringify({ format: 1, course: '1', exercises: [], files: { '../elsewhere': '' } }));
  expect(() => writeRelease(release(first), folder)).toThrow(refusal('a path below the copy'));
});
