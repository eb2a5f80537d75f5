import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, test, vi } from 'vitest';
import { makeZip, symlinkMode, type ZipEntry } from '../testing/make-zip.ts';
import { limits } from './limits.ts';
import { makeTar, type TarEntry } from './make-tar.ts';
import { unpack } from './unpack.ts';

vi.setConfig({ testTimeout: 60_000 }); // some thousand files, on whatever machine

const folder = mkdtempSync(join(tmpdir(), 'unpack-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What lies in the folder after unpacking these bytes, path by path; or the line that refuses them. */
async function unpacked(bytes: Buffer): Promise<Record<string, string> | string> {
  const place = mkdtempSync(join(folder, 'case-'));
  writeFileSync(join(place, 'archive'), bytes);
  const into = join(place, 'into');
  mkdirSync(into);
  try {
    await unpack(join(place, 'archive'), into);
  } catch (error) {
    expect(error).toMatchObject({ name: 'InvalidArchive' });
    expect(readdirSync(place).sort()).toEqual(['archive', 'into']); // nothing beside it
    return (error as Error).message;
  }
  const files = readdirSync(into, { recursive: true, withFileTypes: true });
  expect(files.filter((entry) => !entry.isFile() && !entry.isDirectory())).toEqual([]);
  const paths = files.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  for (const path of paths) expect(statSync(path).mode & 0o777).toBe(0o600);
  return Object.fromEntries(paths.sort().map((path) => [relative(into, path), readFileSync(path, 'utf8')]));
}

const text = 'export const a = 1;\n'.repeat(2000);
const honest = { 'ann/README.md': '', 'ann/src/a.ts': text };

const zipOf = async (entries: readonly ZipEntry[]) => makeZip(entries);
const tarOf = async (entries: readonly ZipEntry[]) => makeTar(entries.map(asTarEntry));
const tgzOf = async (entries: readonly ZipEntry[]) => gzipSync(await tarOf(entries));

function asTarEntry({ content = '', mode, name }: ZipEntry): TarEntry {
  if (mode === symlinkMode) return { name, type: 'symlink', linkname: String(content) };
  return name.endsWith('/') ? { name, type: 'directory' } : { name, content };
}

describe.each([
  { kind: 'zip', make: zipOf },
  { kind: 'tar', make: tarOf },
  { kind: 'tar.gz', make: tgzOf },
])('a $kind', ({ kind, make }) => {
  test('is unpacked, with folders that it names and those that it does not', async () => {
    const entries = [{ name: 'ann/' }, { name: 'ann/src/a.ts', content: text }, { name: './ann/README.md' }];
    expect(await unpacked(await make(entries))).toEqual(honest);
  });

  test('packages, repositories and what macOS adds are passed over, links in them too', async () => {
    const entries = [
      { name: 'ann/node_modules/.bin/tsc', content: '../../../../etc/passwd', mode: symlinkMode },
      { name: 'ann/node_modules/pg/index.js', content: 'x' },
      { name: 'ann/.git/config', content: 'x' },
      { name: '__MACOSX/ann/._a', content: 'x' },
      { name: 'ann/README.md' },
      { name: 'ann/src/a.ts', content: text },
    ];
    expect(await unpacked(await make(entries))).toEqual(honest);
  });

  test('a link that stays within it is left out, and what lies below its name is a plain file', async () => {
    const entries = [
      { name: 'a/b', content: '../a', mode: symlinkMode },
      { name: 'a/b/c.ts', content: 'c' },
    ];
    expect(await unpacked(await make(entries))).toEqual({ 'a/b/c.ts': 'c' });
  });

  test('a name in Unicode is one name, however it is written', async () => {
    expect(await unpacked(await make([{ name: 'Zoe\u0308/a.ts', content: 'a' }]))).toEqual({ 'Zo\u00eb/a.ts': 'a' });
  });

  const long = 'x'.repeat(limits.name + 1);
  const deep = `${'d/'.repeat(limits.depth)}a.ts`;
  test.for<[what: string, entries: ZipEntry[], line: RegExp]>([
    [
      'a path out of the folder',
      [{ name: '../../out.ts', content: 'x' }],
      /leads out of it: "..\/..\/out.ts"|invalid relative path/,
    ],
    ['a path out of the folder, later', [{ name: 'a/../../out.ts' }], /leads out of it|invalid relative path/],
    [
      'a path from the root',
      [{ name: '/tmp/out.ts', content: 'x' }],
      /begins at the root: "\/tmp\/out.ts"|absolute path/,
    ],
    ['a path with a drive', [{ name: 'C:/out.ts', content: 'x' }], /begins at the root: "C:\/out.ts"|absolute path/],
    [
      'a link out of the folder',
      [{ name: 'a/b', content: '../../x', mode: symlinkMode }],
      /a link that leads out of it: "a\/b" to "..\/..\/x"/,
    ],
    [
      'a link to the root',
      [{ name: 'b', content: '/etc/shadow', mode: symlinkMode }],
      /a link that leads out of it: "b" to "\/etc\/shadow"/,
    ],
    ['two files of one name', [{ name: 'a.ts' }, { name: 'a.ts' }], /^it holds "a.ts" twice$/],
    ['a file that is a folder too', [{ name: 'a' }, { name: 'a/b' }], /^it holds "a" twice$/],
    ['a name with a line break', [{ name: 'a\nb.ts' }], /^it holds a name with control characters: "a\\nb.ts"$/],
    ['a name that is too long', [{ name: `${long}.ts` }], /^it holds a name that is too long: "x{80}…"$/],
    ['folders that are too deep', [{ name: deep }], /^its folders are more than 32 deep: /],
    [
      'too many entries',
      Array.from({ length: limits.entries + 1 }, (_, at) => ({ name: `node_modules/${at}` })),
      /^it holds more than 20000 entries$/,
    ],
  ])('%s condemns it in one line, and nothing is written elsewhere', async ([, entries, line]) => {
    const said = await unpacked(await make(entries));
    expect(said).toEqual(expect.stringMatching(line));
    expect(said).not.toContain('\n');
  });

  test('one that is cut short is refused', async () => {
    const whole = await make([{ name: 'a.ts', content: Buffer.from(text) }]);
    const said = await unpacked(whole.subarray(0, whole.length * 0.7));
    expect(said).toEqual(expect.stringMatching(/^the (zip|tarball) cannot be unpacked: [^\n]+$/));
  });

  test.skipIf(kind === 'tar')('a bomb is refused before it has gone off', async () => {
    const bomb = await make([{ name: 'zeros', content: Buffer.alloc(limits.plain * 4) }]);
    expect(bomb.length).toBeLessThan(100_000);
    expect(await unpacked(bomb)).toEqual(expect.stringMatching(/^it is a bomb: \d+ bytes unpack to more than 4 MiB$/));
  });
});

test('more than an archive may hold is refused', async () => {
  const content = Buffer.alloc(limits.written / 2 + 1024, 'noise');
  const said = await unpacked(
    await makeTar([
      { name: 'a', content },
      { name: 'b', content },
    ]),
  );
  expect(said).toBe('its files are more than 64 MiB');
});

test('a hard link out of a tarball is refused, one within it and a device are left out', async () => {
  const outside = await makeTar([{ name: 'a', type: 'link', linkname: '../../etc/shadow' }]);
  expect(await unpacked(outside)).toMatch(/a link that leads out of it/);
  const inside = await makeTar([
    { name: 'a', content: 'a' },
    { name: 'b', type: 'link', linkname: 'a' },
    { name: 'c', type: 'character-device', devmajor: 1, devminor: 3 },
    { name: 'd', type: 'fifo' },
  ]);
  expect(await unpacked(inside)).toEqual({ a: 'a' });
});

test('an encrypted zip, an empty file and what is no archive are refused', async () => {
  expect(await unpacked(makeZip([{ name: 'a.ts', content: 'x', flags: 1 }]))).toBe('the zip is encrypted');
  expect(await unpacked(Buffer.alloc(0))).toBe('it is empty');
  expect(await unpacked(Buffer.from('Rar!'))).toBe('it is neither a zip nor a tarball, whatever its name says');
  expect(await unpacked(gzipSync('no tarball'))).toMatch(/^the tarball cannot be unpacked: /);
});

test('an empty zip and an empty tarball are unpacked to nothing', async () => {
  expect(await unpacked(makeZip([]))).toEqual({});
  expect(await unpacked(await makeTar([]))).toEqual({});
  expect(await unpacked(gzipSync(await makeTar([])))).toEqual({});
});
