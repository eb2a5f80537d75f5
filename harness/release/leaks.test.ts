import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { listExercises } from '../course/course.ts';
import { repository } from '../quality/source-tree.ts';
import type { CopyFiles } from './copy-of-course.ts';
import { courseFiles } from './course-files.ts';
import { studentCopy } from './student-copy.ts';

/** What must not be told: solutions, what differs from them, right answers, and by what essays are marked. */
const secret = /^solutions\/|^graders\/[^/]+\/((mutants|variants|rubric)\/|answers\.ts$|hidden)/;

/** A line of at least so many characters is nobody's by chance. */
const least = 40;

/** Of those, what other programs say as well, and what the lecture teaches. */
const common = [
  "await client.query('SELECT pg_reload_conf()');",
  "await leader.writeFile('pg_hba.conf', rules);",
  'const client = new Client({ connectionString: url });',
  'last_updated timestamptz DEFAULT now())`,',
  'return new Promise((resolve, reject) => {',
  'void client.end().catch(() => undefined);',
  'await client.end().catch(() => undefined);',
  "await client.query('SET synchronous_commit = local');",
  'const client = await this.#client?.catch(() => undefined);',
  'const late = Promise.withResolvers<never>();',
  'const over = Promise.withResolvers<void>();',
  'for (const [name, value] of Object.entries(parameters)) {',
  'const { product_id, quantity } = product;',
  'readonly #running = new Set<Promise<unknown>>();',
  'return (BigInt(`0x${' + 'high}`) << 32n) | BigInt(`0x${' + 'low}`);',
  "SELECT CASE WHEN pg_is_in_recovery() THEN 'follower' ELSE 'leader' END AS role,",
];

const slugs = listExercises(repository);
const secretFiles = courseFiles(repository).filter((path) => secret.test(path));
let released: CopyFiles;
let secretLines: Map<string, string>;
beforeAll(async () => {
  released = (await studentCopy(repository, slugs)).files;
  secretLines = new Map(secretFiles.flatMap((file) => distinctiveLines(file).map((line) => [line, file] as const)));
});

/** Without imports and signatures, and without what the student is given as the exercise itself. */
function distinctiveLines(file: string): string[] {
  const slug = file.split('/')[1] as string;
  const given = new Set([...released].filter(([path]) => path.startsWith(`exercises/${slug}/`)).flatMap(linesOf));
  return readFileSync(join(repository, file), 'utf8')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line.length >= least && !/^(import|export) /.test(line) && !given.has(line));
}

function linesOf([, bytes]: [string, Buffer]): string[] {
  return bytes
    .toString()
    .split('\n')
    .map((line) => line.trim());
}

/** Lines that are secret and stand in these files: where, and whose they are. */
function leaks(files: CopyFiles): { line: string; in: string; of: string }[] {
  return [...files].flatMap(([path, bytes]) =>
    linesOf([path, bytes]).flatMap((line) => {
      const of = secretLines.get(line);
      return of === undefined ? [] : [{ line, in: path, of }];
    }),
  );
}

test('no line of a solution, variant, mutant, right answer or rubric is in what students are given', () => {
  expect(secretFiles.length).toBeGreaterThan(900);
  expect(secretLines.size).toBeGreaterThan(2000);
  const found = leaks(released);
  expect(found.filter(({ line }) => !common.includes(line))).toEqual([]);
  expect(common.filter((line) => !found.some((leak) => leak.line === line))).toEqual([]);
});

test('a secret line is found wherever it stands: each file of them is, in a copy that had it', () => {
  const told = new Map(secretFiles.map((path) => [path, readFileSync(join(repository, path))]));
  const seen = new Set(leaks(told).map((leak) => leak.in));
  const silent = secretFiles.filter((path) => !seen.has(path) && distinctiveLines(path).length > 0);
  expect(silent).toEqual([]);
  expect(leaks(new Map([['README.md', Buffer.from(`  ${[...secretLines.keys()][7]}`)]]))).toHaveLength(1);
});

test('no file of them is there, under whatever name', () => {
  expect([...released.keys()].filter((path) => secret.test(path))).toEqual([]);
  const texts = new Map([...released].map(([path, bytes]) => [bytes.toString(), path]));
  const same = secretFiles.flatMap((path) => texts.get(readFileSync(join(repository, path), 'utf8')) ?? []);
  // Some files of a solution are as they were given, and an overlay may bring one of them back.
  expect(same.filter((path) => !path.startsWith('exercises/'))).toEqual([]);
});
