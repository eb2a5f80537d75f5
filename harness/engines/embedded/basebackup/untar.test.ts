import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { type Header, pack } from 'tar-stream';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { untarInto } from './untar.ts';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'untar-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

type Member = [header: Partial<Header> & { name: string }, content?: string];

async function untar(members: Member[], piece = 1000, cut = 0): Promise<void> {
  const archive = pack();
  for (const [header, content = ''] of members) archive.entry(header, content);
  archive.finalize();
  const bytes = await buffer(archive as AsyncIterable<Buffer>);
  const target = untarInto(join(directory, 'data'));
  for (let at = 0; at < bytes.length - cut; at += piece) {
    await target.write(bytes.subarray(at, Math.min(at + piece, bytes.length - cut)));
  }
  await target.finish();
}

test('files and directories are made for the owner alone, whatever the pieces', async () => {
  const large = 'large '.repeat(100_000);
  await untar([
    [{ name: 'base/', type: 'directory', mode: 0o755 }],
    [{ name: 'base/large', mode: 0o644 }, large],
    [{ name: 'base/empty' }],
  ]);
  expect(readFileSync(join(directory, 'data/base/large'), 'utf8')).toBe(large);
  expect(statSync(join(directory, 'data/base')).mode & 0o777).toBe(0o700);
  expect(statSync(join(directory, 'data/base/large')).mode & 0o777).toBe(0o600);
  expect(statSync(join(directory, 'data/base/empty')).size).toBe(0);
});

test('a path that leads out of the directory is refused', async () => {
  await expect(untar([[{ name: '../outside' }, 'x']])).rejects.toThrow('unsafe path in archive: "../outside"');
});

test('anything but files and directories is refused', async () => {
  const link: Member = [{ name: 'pg_tblspc/1', type: 'symlink', linkname: '/etc' }];
  await expect(untar([link])).rejects.toThrow('unexpected symlink in archive: "pg_tblspc/1"');
});

test('a file that cannot be written fails the archive with its path', async () => {
  await expect(
    untar([
      [{ name: 'a' }, 'file'],
      [{ name: 'a/b' }, 'x'.repeat(5000)],
    ]),
  ).rejects.toThrow(`could not create file "${join(directory, 'data/a/b')}": `);
});

test('an archive that is cut short is an error', async () => {
  await expect(untar([[{ name: 'a' }, 'x'.repeat(5000)]], 1000, 4000)).rejects.toThrow('Unexpected end of data');
});
