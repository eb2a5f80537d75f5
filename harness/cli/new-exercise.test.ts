import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newExercise } from '../course/new-exercise.ts';
import { type CourseCopy, courseCopy } from './testing/course-copy.ts';
import { type LabHome, labHome } from './testing/run-lab.ts';

const repository = join(import.meta.dirname, '..', '..');
const section = readFileSync(join(repository, 'README.md'), 'utf8')
  .split(/^## /m)
  .find((text) => text.startsWith('How to add an exercise in seven steps'));
/** The commands of the section in their order, without those that look at the whole repository. */
const commands = [...(section ?? '').matchAll(/`npm run ([^`]+)`/g)]
  .map((match) => (match[1] as string).split(' ').filter((word) => word !== '--'))
  .filter(([name]) => name !== 'check');
const slug = commands[0]?.[2] ?? '';

let copy: CourseCopy;
let home: LabHome;
beforeAll(() => {
  copy = courseCopy();
  home = labHome({}, copy.root);
});
afterAll(() => {
  home[Symbol.dispose]();
  copy[Symbol.dispose]();
});

test('the README has seven steps, the first of which makes an exercise', () => {
  expect(section?.match(/^\d+\. /gm)).toEqual(['1. ', '2. ', '3. ', '4. ', '5. ', '6. ', '7. ']);
  expect(commands.map(([name]) => name)).toEqual(['dev', 'grade', 'grade', 'dev', 'explain', 'prove']);
});

test('the commands of the seven steps come out as the steps say, on an exercise as it was generated', async () => {
  for (const args of commands) {
    const { code, stderr, stdout } = await home.start(...args).ended;
    const starter = args[0] === 'grade' && !args.includes('--solution');
    expect({ args, code, stderr, stdout }).toMatchObject({ code: starter ? 1 : 0, stderr: '' });
    if (args.includes('--solution')) expect(stdout).toContain('100/100 points: all 2 checks passed');
    if (starter) expect(stdout).toContain('expected  row ');
    if (args[1] === 'check') expect(stdout).toBe('1 exercise: all agrees\n');
  }
  expect(home.left()).toEqual({ processes: [], runs: [], journals: [] });
}, 120_000);

test('hints come one at a time for what failed in the latest run, and begin again when asked to', async () => {
  const hint = async (...args: string[]) => {
    const { code, stderr, stdout } = await home.start('hint', slug, ...args).ended;
    expect([code, stderr]).toEqual([0, '']);
    return stdout.match(/^Hint .*|^.*passed.*|^.*its first$/gm);
  };
  expect([await hint(), await hint(), await hint()]).toEqual([
    ['Hint 1 of 2'],
    ['Hint 2 of 2'],
    ['Hint 1 of 2, again', 'Hint 2 of 2, again'],
  ]);
  expect(await hint('waits')).toEqual(['Hint 1 of 2']);
  expect(await hint('--reset')).toEqual([`${slug}: the next hint of every check is its first`]);
  expect(await hint('--all')).toEqual(['Hint 1 of 2', 'Hint 2 of 2']);
  await home.start('grade', slug, '--solution', '--only', 'added').ended;
  expect(await hint()).toEqual(['It passed the checks that were asked for: no hint is needed.']);
}, 60_000);

test('what was generated is formatted, has the right types, and nothing of the template is left in it', () => {
  const run = (program: string, ...args: string[]) =>
    execFileSync(join(repository, 'node_modules', '.bin', program), args, { cwd: copy.root, encoding: 'utf8' });
  run('biome', 'check', '--config-path', 'harness/quality', '--error-on-warnings', 'exercises', 'solutions', 'graders');
  expect(run('tsc', '-p', '.')).toBe('');
  const files = ['exercises', 'solutions', 'graders'].flatMap((name) =>
    readdirSync(join(copy.root, name, slug), { recursive: true, withFileTypes: true }),
  );
  for (const entry of files.filter((file) => file.isFile())) {
    expect(readFileSync(join(entry.parentPath, entry.name), 'utf8')).not.toMatch(/\bex0\b|template/i);
  }
}, 60_000);

const wrong = 'an exercise is called exN-some-words, in lower case; got';
test.for<[name: string, message: string, next: string]>([
  ['', `${wrong} ""`, 'npm run dev new ex11-some-words'],
  ['ex11', `${wrong} "ex11"`, 'npm run dev new ex11-some-words'],
  ['ex0-zero', `${wrong} "ex0-zero"`, 'npm run dev new ex11-some-words'],
  ['ex11-Upper', `${wrong} "ex11-Upper"`, 'npm run dev new ex11-some-words'],
  ['../ex11-a', `${wrong} "../ex11-a"`, 'npm run dev new ex11-some-words'],
  ['ex10-other', `there is ${slug} already`, 'npm run dev new ex11-some-words'],
  ['ex12-left', 'this folder exists already', 'remove it'],
])('an exercise cannot be called %j', ([name, message, next]) => {
  mkdirSync(join(copy.root, 'graders', 'ex12-left'), { recursive: true });
  expect(() => newExercise(copy.root, name)).toThrow(expect.objectContaining({ code: 'ARGUMENT', message, next }));
});

test('all exercises are graded although one of them cannot be, and the worst outcome is the exit code', async () => {
  const broken = join(copy.root, 'exercises', 'ex13-broken');
  mkdirSync(broken);
  writeFileSync(join(broken, 'exercise.ts'), 'export default {};\n');
  const { code, stderr, stdout } = await home.start('grade', 'all', '--solution').ended;
  expect(code).toBe(3);
  expect(stderr).toMatch(
    /^ex13-broken:\nlab: slug: .*\n +next: npm run dev check \(its author\), or take the file back from git\n$/,
  );
  expect(stdout).toContain(`\n${slug}   100/100     2 of 2  passed\n`);
  expect(stdout).toMatch(/\nex13-broken +not graded: slug: .*\nall +100\/100\n$/);
}, 60_000);
