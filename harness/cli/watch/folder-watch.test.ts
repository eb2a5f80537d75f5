import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { FolderWatch } from './folder-watch.ts';
import { changesBetween, takeSnapshot } from './snapshot.ts';

let folder: string;
const { signal } = new AbortController();
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'watch-'));
  mkdirSync(join(folder, 'src'));
  writeFileSync(join(folder, 'src', 'a.ts'), 'one');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('what is new, gone or saved again is a change; what packages and hidden folders hold is not', () => {
  writeFileSync(join(folder, 'gone.txt'), '');
  const before = takeSnapshot(folder);
  rmSync(join(folder, 'gone.txt'));
  writeFileSync(join(folder, 'new.txt'), '');
  writeFileSync(join(folder, 'src', 'a.ts'), 'longer');
  for (const name of ['node_modules', '.git']) {
    mkdirSync(join(folder, name));
    writeFileSync(join(folder, name, 'x'), '');
  }
  expect(changesBetween(before, takeSnapshot(folder))).toEqual(['gone.txt', 'new.txt', join('src', 'a.ts')]);
});

test.for([{ poll: false }, { poll: true }])('a save is seen, however an editor makes it (%o)', async (how) => {
  using watch = new FolderWatch(folder, how);
  expect(watch.polls === undefined).toBe(!how.poll);
  const first = watch.changes(signal);
  writeFileSync(join(folder, 'src', 'a.ts'), 'second');
  expect(await first).toEqual([join('src', 'a.ts')]);
  const second = watch.changes(signal);
  writeFileSync(join(folder, 'src', '.a.ts.swp'), 'third one');
  renameSync(join(folder, 'src', '.a.ts.swp'), join(folder, 'src', 'a.ts'));
  expect(await second).toEqual([join('src', 'a.ts')]);
  mkdirSync(join(folder, 'src', 'deep'));
  writeFileSync(join(folder, 'src', 'deep', 'b.ts'), '');
  expect(await watch.changes(signal)).toEqual([join('src', 'deep', 'b.ts')]);
});

test('a change that came while nobody waited is told at once', async () => {
  using watch = new FolderWatch(folder);
  writeFileSync(join(folder, 'src', 'a.ts'), 'meanwhile');
  expect(await watch.changes(signal)).toEqual([join('src', 'a.ts')]);
});

test('an interrupt ends the wait', async () => {
  using watch = new FolderWatch(folder);
  const interrupt = new AbortController();
  const waiting = watch.changes(interrupt.signal);
  interrupt.abort(new Error('enough'));
  await expect(waiting).rejects.toThrow('enough');
});
