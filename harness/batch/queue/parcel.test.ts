import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { hashSubmission } from '../../grading/hash-submission.ts';
import { readForCopy, readTaken } from '../../sandbox/read-taken.ts';
import { madeUpExercise } from '../testing/made-up-exercise.ts';
import { evidenceFiles } from './evidence-files.ts';
import { packParcel, unpackParcel } from './parcel.ts';

const exercise = madeUpExercise('ex1-made-up');
const place = mkdtempSync(join(tmpdir(), 'parcel-'));
afterAll(() => rmSync(place, { recursive: true, force: true }));

let folders = 0;
function folderWith(files: Record<string, string | Buffer>): string {
  folders += 1;
  const folder = join(place, String(folders));
  mkdirSync(folder);
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  return folder;
}

/** What a submission is once it has travelled. */
async function travelled(folder: string): Promise<string> {
  const into = folderWith({});
  await unpackParcel(await packParcel((await readForCopy(folder, exercise)).files), into);
  return into;
}

test('of a submission what is taken travels, byte by byte, and what was ignored is known', async () => {
  const folder = folderWith({
    'src/answer.ts': 'é\r\n',
    'src/data.sql': '',
    'photo.jpg': 'large',
    'package.json': '{}',
  });
  const copy = await travelled(folder);
  expect(readdirSync(copy, { recursive: true }).sort()).toEqual(['src', 'src/answer.ts', 'src/data.sql']);
  expect(readFileSync(join(copy, 'src/answer.ts'), 'utf8')).toBe('é\r\n');
  expect(await hashSubmission(copy, exercise)).toBe(await hashSubmission(folder, exercise));
  expect((await readForCopy(folder, exercise)).ignored.map(({ path }) => path)).toEqual(['package.json', 'photo.jpg']);
});

test.for<[string, Record<string, string | Buffer>]>([
  ['nothing that is asked for', { 'other.txt': 'x' }],
  ['a file that is too long', { 'src/a.ts': 'x', 'src/long.txt': Buffer.alloc(3 * 1024 ** 2), 'src/z.ts': 'z' }],
  ['files that are too much together', Object.fromEntries([1, 2, 3].map((n) => [`src/${n}.txt`, Buffer.alloc(1e6)]))],
  ['too many files', Object.fromEntries(Array.from({ length: 250 }, (_, n) => [`src/${n}.txt`, String(n)]))],
])('a submission with %s is judged as it was before', async ([, files]) => {
  const folder = folderWith(files);
  const [before, after] = [await readTaken(folder, exercise), await readTaken(await travelled(folder), exercise)];
  expect([after.hash, after.findings]).toEqual([before.hash, before.findings]);
});

test('a parcel that was damaged on its way is our fault', async () => {
  const { bytes, digest } = await packParcel([{ path: 'src/answer.ts', content: Buffer.from('one') }]);
  bytes[600] = 0x21;
  await expect(unpackParcel({ bytes, digest }, folderWith({}))).rejects.toMatchObject({ code: 'GRADER' });
});

test('of evidence that is too much the report travels, then the smaller files, and a list of the others', () => {
  const log = (bytes: number) => Buffer.alloc(bytes, 'x');
  const folder = folderWith({
    'report.json': log(50),
    'logs/a.log': log(20),
    'logs/b.log': log(90),
    'events.jsonl': log(10),
  });
  const files = evidenceFiles(folder, 100);
  expect(files.map(({ path }) => path)).toEqual(['report.json', 'events.jsonl', 'logs/a.log', 'left-behind.txt']);
  expect(files.at(-1)?.content.toString()).toBe('logs/b.log: 90 bytes\n');
  expect(evidenceFiles(folder).map(({ path }) => path)).not.toContain('left-behind.txt');
});
