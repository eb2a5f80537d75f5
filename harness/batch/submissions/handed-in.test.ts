import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { listHandedIn } from './handed-in.ts';

const root = mkdtempSync(join(tmpdir(), 'handed-in-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** A folder with these entries; a folder ends with `/`. */
function folderWith(...names: string[]): string {
  const folder = mkdtempSync(join(root, 'case-'));
  for (const name of names) {
    if (name.endsWith('/')) mkdirSync(join(folder, name));
    else writeFileSync(join(folder, name), '');
  }
  return folder;
}

test('folders, zips and tarballs are submissions, named after their students', () => {
  const folder = folderWith('ann/', 'bob.zip', 'Carl Gauß.tar.gz', 'dora.TGZ', 'eve.tar', "O'Brien, Pat/", '.git/');
  const { handedIn, leftOut } = listHandedIn(folder);
  expect(handedIn.map(({ kind, student }) => `${student}: ${kind}`)).toEqual([
    'Carl Gauß: archive',
    "O'Brien, Pat: folder",
    'ann: folder',
    'bob: archive',
    'dora: archive',
    'eve: archive',
  ]);
  expect(leftOut).toEqual([]);
});

test('quotes, signs and what looks like a formula are names', () => {
  const { handedIn } = listHandedIn(folderWith('=1+1.zip', '"quoted"/', '@ann/', '--out/', '$(reboot).zip'));
  expect(handedIn.map(({ student }) => student)).toEqual(['"quoted"', '$(reboot)', '--out', '=1+1', '@ann']);
});

test('two submissions of one student are both left out, each with the names of both', () => {
  const { handedIn, leftOut } = listHandedIn(folderWith('ann/', 'ann.zip', 'Zo\u00eb/', 'zoe\u0308.tar.gz', 'bob/'));
  expect(handedIn.map(({ student }) => student)).toEqual(['bob']);
  expect(leftOut.map(({ name, reason }) => `${name.normalize('NFC')}: ${reason.normalize('NFC')}`)).toEqual([
    'Zoë: one student has handed in "Zoë" and "zoë.tar.gz": leave one',
    'zoë.tar.gz: one student has handed in "Zoë" and "zoë.tar.gz": leave one',
    'ann: one student has handed in "ann" and "ann.zip": leave one',
    'ann.zip: one student has handed in "ann" and "ann.zip": leave one',
  ]);
});

test('what cannot be a name, and what is no submission, is left out with the reason', () => {
  const folder = folderWith('line\nbreak/', 'right\u202eleft.zip', 'journal.jsonl/', 'notes.txt', 'work.rar');
  symlinkSync('/etc', join(folder, 'link'));
  const { handedIn, leftOut } = listHandedIn(folder);
  expect(handedIn).toEqual([]);
  expect(leftOut).toEqual([
    { name: 'journal.jsonl', reason: 'the results have a file of this name: rename it', submission: true },
    { name: 'line\nbreak', reason: 'its name holds control characters: rename it', submission: true },
    { name: 'link', reason: 'it is a link', submission: false },
    { name: 'notes.txt', reason: 'it is neither a folder nor a .zip, .tar, .tgz or .tar.gz', submission: false },
    { name: 'right\u202eleft.zip', reason: 'its name holds control characters: rename it', submission: true },
    { name: 'work.rar', reason: 'it is neither a folder nor a .zip, .tar, .tgz or .tar.gz', submission: false },
  ]);
});
