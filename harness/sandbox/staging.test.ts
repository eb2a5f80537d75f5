import { lstat, mkdir, readdir, readFile, readlink, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { LabError } from '../core/errors.ts';
import { type StagedSubmission, stageSubmission } from './staging.ts';
import { exerciseWith, openWorkshop, stranger, type Workshop, writeFiles } from './testing.ts';

let workshop: Workshop;
beforeAll(async () => {
  workshop = await openWorkshop();
});
afterAll(() => workshop[Symbol.asyncDispose]());

const isRoot = process.getuid?.() === 0;

test('what the exercise asks for is taken, and the rest is ignored for a reason', async () => {
  const exercise = { ...exerciseWith('src/main.ts', ['main']), files: ['answers.md', 'sql/'] };
  const files = {
    'src/main.ts': '',
    'src/lib/helper.mjs': '',
    'src/lib/query.sql': '',
    'src/lib/image.png': '',
    'src/package.json': '{}',
    'src/node_modules/x/index.js': '',
    'src/.hidden.ts': '',
    'answers.md': '',
    'sql/deep/schema.dump': '',
    'README.md': '',
    'package.json': '{}',
    'tsconfig.json': '{}',
    'vitest.config.ts': '',
    '.env': '',
    '.npmrc': '',
    'node_modules/pg/index.js': '',
    'graders/ex0-test/grader.test.ts': '',
  };
  const staged = await workshop.stage(files, exercise);
  expect(staged.taken).toEqual([
    'answers.md',
    'sql/deep/schema.dump',
    'src/lib/helper.mjs',
    'src/lib/query.sql',
    'src/main.ts',
  ]);
  const configuration = 'configuration and hidden files are not taken';
  const notAsked = 'the exercise does not ask for it';
  const packages = 'packages are not taken: pg is provided';
  expect(Object.fromEntries(staged.ignored.map(({ path, reason }) => [path, reason]))).toEqual({
    '.env': configuration,
    '.npmrc': configuration,
    'README.md': notAsked,
    'graders/': notAsked,
    'node_modules/': packages,
    'package.json': configuration,
    'src/.hidden.ts': configuration,
    'src/lib/image.png': notAsked,
    'src/node_modules/': packages,
    'src/package.json': configuration,
    'tsconfig.json': configuration,
    'vitest.config.ts': configuration,
  });
  expect(JSON.parse(await readFile(join(staged.directory, 'package.json'), 'utf8'))).toEqual({
    type: 'module',
    imports: { '#lab': './.lab/index.ts' },
  });
});

test('a module at the top brings the files beside it', async () => {
  const files = { 'main.ts': '', 'helper.ts': '', 'lib/a.ts': '' };
  expect((await workshop.stage(files, exerciseWith('main.ts', ['main']))).taken).toEqual([
    'helper.ts',
    'lib/a.ts',
    'main.ts',
  ]);
});

test('links, pipes and odd names are not taken', async () => {
  const source = await workshop.folder('odd');
  await writeFiles(source, { 'src/main.ts': 'real' });
  await symlink('/etc/passwd', join(source, 'src/passwd.txt'));
  await symlink('/etc', join(source, 'src/etc'));
  await writeFile(join(source, 'src/u\u0308.ts'), '');
  await writeFile(join(source, 'src/new\nline.ts'), '');
  await writeFile(join(source, 'src/back\\slash.ts'), '');
  const staged = await stage(source);
  expect(staged.taken).toEqual(['src/main.ts']);
  expect(staged.ignored.map(({ path }) => path).sort()).toEqual(
    ['src/back\\slash.ts', 'src/etc', 'src/new\nline.ts', 'src/passwd.txt', 'src/u\u0308.ts'].sort(),
  );
});

test('the hash depends on names and contents of the taken files only', async () => {
  const files = { 'src/main.ts': 'a', 'src/b.ts': 'b' };
  const { hash } = await workshop.stage(files);
  expect((await workshop.stage({ ...files, 'README.md': 'x' })).hash).toBe(hash);
  expect((await workshop.stage({ ...files, 'src/b.ts': 'c' })).hash).not.toBe(hash);
  expect((await workshop.stage({ 'src/main.ts': 'ab', 'src/b.ts': '' })).hash).not.toBe(hash);
  expect(hash).toMatch(/^[0-9a-f]{64}$/);
});

test('too many files and too many bytes are findings', async () => {
  const many = Object.fromEntries(Array.from({ length: 200 }, (_, index) => [`src/f${index}.ts`, '']));
  expect((await workshop.stage({ ...many, 'src/main.ts': '' })).findings).toEqual([
    { path: '.', message: 'the submission holds 201 files: at most 200 are taken' },
  ]);
  const large = { 'src/main.ts': '', 'src/large.json': 'x'.repeat(2 * 1024 * 1024 + 1) };
  expect((await workshop.stage(large)).findings).toEqual([
    { path: '.', message: 'the submission holds more than 2 MiB' },
  ]);
});

test('a source that is not there is BAD_SUBMISSION', async () => {
  const thrown = await stage('/nowhere/at/all').catch((error: unknown) => error);
  expect(thrown).toBeInstanceOf(LabError);
  expect(thrown).toMatchObject({ code: 'BAD_SUBMISSION', where: '/nowhere/at/all' });
});

test.runIf(isRoot)(
  'for root, the copy is for the group of the student and can be changed by nobody but us',
  async () => {
    const staged = await workshop.stage({ 'src/main.ts': '' }, undefined, stranger);
    for (const path of await readdir(staged.directory, { recursive: true })) {
      if (path.startsWith('node_modules')) continue;
      const { uid, gid, mode } = await stat(join(staged.directory, path));
      expect([path, uid, gid, mode & 0o027]).toEqual([path, 0, stranger.gid, 0]);
    }
  },
);

test('the lab is a copy without tests, and node_modules leads to the packages', async () => {
  const { directory } = await workshop.stage({ 'src/main.ts': '' });
  const names = await readdir(join(directory, '.lab'));
  expect(names).toContain('host.ts');
  expect(names.filter((name) => name.includes('.test.'))).toEqual([]);
  expect((await lstat(join(directory, '.lab/host.ts'))).mode & 0o222).toBe(0);
  expect(await readdir(await readlink(join(directory, 'node_modules')))).toContain('pg');
});

test('what is staged in the same place again finds what was compiled, and what has changed is compiled anew', async () => {
  const source = await workshop.folder('again');
  const into = await workshop.folder('same-place');
  const text = (answer: number) => ({ 'src/main.ts': `import './other.ts';\nexport const main = () => ${answer};\n` });
  await writeFiles(source, { ...text(1), 'src/other.ts': 'export const other = 1;\n' });
  const answer = async (staged: StagedSubmission) => {
    await using student = await workshop.start({}, { staged });
    return await student.call('main', []);
  };
  const compiled = async ({ compileCache }: StagedSubmission) => {
    const entries = await readdir(compileCache, { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile()).map(({ name, parentPath }) => join(parentPath, name));
    const times = await Promise.all(files.map(async (file) => [file, (await stat(file)).mtimeMs] as const));
    return new Map(times);
  };
  const first = await stage(source, into);
  expect(await answer(first)).toBe(1);
  const before = await compiled(first);
  expect(before.size).toBeGreaterThan(5);

  await rm(into, { recursive: true });
  await mkdir(into);
  await writeFiles(source, text(2));
  const second = await stage(source, into);
  expect(await answer(second)).toBe(2);
  const after = await compiled(second);
  expect([...after].filter(([file, at]) => before.get(file) !== at)).toHaveLength(1);
});

async function stage(source: string, into?: string) {
  const like = await workshop.stage({ 'src/main.ts': '' });
  const packagesDirectory = await readlink(join(like.directory, 'node_modules'));
  const sdkDirectory = join(import.meta.dirname, '../sdk');
  return stageSubmission({
    source,
    into: into ?? (await workshop.folder('into')),
    exercise: exerciseWith('src/main.ts', ['main']),
    packagesDirectory,
    sdkDirectory,
  });
}
