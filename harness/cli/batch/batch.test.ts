import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { makeTar } from '../../batch/archives/make-tar.ts';
import type { SessionChanges } from '../../batch/changes/changes.ts';
import { gitRepository } from '../../batch/testing/git-repository.ts';
import { makeZip } from '../../batch/testing/make-zip.ts';
import type { GradeReport } from '../../grading/grade-report.ts';
import { type BatchFixture, batchFixture, poison, wrong } from '../testing/batch-fixture.ts';
import { fixture } from '../testing/fixture-exercise.ts';

vi.setConfig({ testTimeout: 240_000 });

const nothing = { processes: [], runs: [], journals: [] };

let course: BatchFixture;
beforeAll(() => {
  course = batchFixture();
});
afterAll(() => course[Symbol.dispose]());

test('folders, zips and tarballs are graded, what cannot be is one line each, and nothing is graded twice', async () => {
  const folder = course.folder();
  folder.right("O'Brien");
  folder.file('=1+1.tar.gz', gzipSync(await makeTar([{ name: `work/${fixture.module}`, content: wrong }])));
  folder.file('ann.zip', makeZip([{ name: fixture.module, content: 'export const add = 1;\n' }]));
  folder.file('bomb.zip', makeZip([{ name: fixture.module, content: Buffer.alloc(32 * 1024 ** 2) }]));
  folder.file('escape.tar', await makeTar([{ name: '../../../out.ts', content: wrong }]));
  folder.answer('twice', wrong);
  folder.file('twice.zip', makeZip([]));
  const first = await folder.start('--jobs', '2').ended;
  expect(first).toMatchObject({ code: 2, stderr: '' });
  const lines = first.stdout.replaceAll(/\d+\.\d s/g, 'T s').split('\n');
  expect(lines.toSorted().filter((line) => /^[✓✗!-]/.test(line))).toEqual([
    '- twice             left out: one student has handed in "twice" and "twice.zip": leave one',
    '- twice.zip         left out: one student has handed in "twice" and "twice.zip": leave one',
    "✓ O'Brien           ex9-fixture  100/100  T s",
    '✗ =1+1              ex9-fixture    0/100  T s  failed: added',
    '✗ ann               ex9-fixture    0/100  T s  its files could not be loaded',
    expect.stringMatching(/^✗ bomb {14}invalid submission: it is a bomb: \d+ bytes unpack to more than 4 MiB$/),
    '✗ escape            invalid submission: it holds a path that leads out of it: "../../../out.ts"',
  ]);
  expect(lines).toContain('7 answers: 1 passed, 2 failed, 2 invalid, 2 left-out');
  expect(course.home.left()).toEqual(nothing);

  expect(
    readdirSync(folder.results)
      .filter((name) => name.includes('.') || name === 'course-secret')
      .sort(),
  ).toEqual([
    ...['changes.json', 'changes.md', 'course-secret', 'gradebook.csv', 'gradebook.json', 'index.html'],
    'journal.jsonl',
  ]);
  expect(statSync(folder.results).mode & 0o777).toBe(0o700);
  const brien = folder.gradebook().rows.find(({ student }) => student === "O'Brien");
  const report = readReport(join(folder.results, brien?.evidence ?? '', 'report.json'));
  expect(report).toMatchObject({ verdict: 'passed', submission: { path: "O'Brien", hash: brien?.submission } });
  expect(existsSync(join(folder.results, brien?.evidence ?? '', 'timeline.html'))).toBe(true);
  expect(readFileSync(join(folder.results, 'gradebook.csv'), 'utf8')).toContain(
    '\r\n"\'=1+1","ex9-fixture",failed,0,100,0,,',
  );

  for (const { exercise, status, student } of folder.gradebook().rows)
    expect(pageOf(folder.results, student.replace('.zip', ''), exercise)).toContain(meanings[status] ?? 'nothing');
  expect(pageOf(folder.results, 'ann', 'ex9-fixture')).toContain('src/add-product.ts');
  expect(readFileSync(join(folder.results, 'index.html'), 'utf8')).toContain('O&#39;Brien');

  const before = folder.gradebook();
  const second = await folder.start('--jobs', '2').ended;
  expect(second.stdout).toContain('\n0 to grade; 3 graded before\n');
  expect(folder.gradebook()).toEqual(before);
  // Another file is another answer; the others stay.
  folder.right('ann.d');
  folder.answer("O'Brien", wrong);
  const third = await folder.start('--jobs', '2').ended;
  expect(third.stdout).toContain('\n2 to grade; 2 graded before\n');
  expect(folder.gradebook().rows.find(({ student }) => student === "O'Brien")).toMatchObject({ status: 'failed' });
});

const meanings: Record<string, string> = {
  passed: 'All checks passed',
  failed: 'checks passed',
  invalid: 'What was handed in cannot be graded',
  'left-out': 'a person has to look at it',
};

/** The page for a student; a failure to load has words of its own. */
function pageOf(results: string, student: string, exercise: string): string {
  const text = readFileSync(join(results, student, exercise, 'feedback.html'), 'utf8');
  return text.replace('Your files could not be loaded', 'Not all checks passed');
}

function readReport(file: string): GradeReport {
  return JSON.parse(readFileSync(file, 'utf8')) as GradeReport;
}

test('a regrade says what changed and why; what nobody has changed comes to the same', async () => {
  const folder = course.folder();
  folder.answer('ann', wrong);
  for (const name of ['bob', 'carl']) folder.right(name);
  const first = await folder.start('--jobs', '2').ended;
  expect(first).toMatchObject({ code: 0, stderr: '' });
  expect(first.stdout).not.toContain('\nchanged ');
  folder.right('ann');
  folder.answer('bob', wrong);
  const second = await folder.start('--jobs', '2', '--regrade').ended;
  expect(second).toMatchObject({ code: 0, stderr: '' });
  expect(second.stdout).toContain('\n3 to grade\n');
  expect(second.stdout).toContain(
    `\nchanged   1 up, 1 down, 1 the same, because the submission changed (2): ${folder.results}/changes.md\n`,
  );
  const { sessions } = JSON.parse(readFileSync(join(folder.results, 'changes.json'), 'utf8')) as {
    sessions: SessionChanges[];
  };
  expect(sessions).toMatchObject([
    {
      same: 1,
      changes: [
        { student: 'ann', way: 'up', before: { points: { earned: 0 } }, after: { points: { earned: 100 } } },
        { student: 'bob', way: 'down', checks: [{ id: fixture.check }, { id: 'waits' }] },
      ],
    },
  ]);
  // A grade that has been found again is known, and what changed once is not told as new.
  const third = await folder.start().ended;
  expect(third.stdout).toContain('\n0 to grade; 3 graded before\n');
  expect(third.stdout).not.toContain('\nchanged ');
  expect(readFileSync(join(folder.results, 'changes.md'), 'utf8')).toContain('1 up, 1 down, 1 the same');
});

test('a list of repositories is graded, each at its commit, and what cannot be fetched is one line', async () => {
  const folder = course.folder();
  const repository = gitRepository(join(folder.path, 'ann'));
  const commit = repository.commit({ [fixture.module]: wrong });
  const list = join(folder.path, 'repositories.csv');
  writeFileSync(list, `student,git-url\nann,${repository.url}\nbob,file:///no/such\ncarl,ext::sh\n`);
  const start = (...options: string[]) =>
    course.home.start('batch', list, '--exercise', fixture.word, '--out', folder.results, '--trust', ...options).ended;
  const closed = await start();
  expect(closed.stdout).toContain(
    '- ann               left out: line 2: it lies on this machine; --local permits such addresses\n',
  );
  const { code, stderr, stdout } = await start('--local');
  expect({ code, stderr }).toEqual({ code: 2, stderr: '' });
  expect(stdout.replaceAll(/\d+\.\d s/g, 'T s')).toContain(
    "- bob               left out: line 3: its repository: '/no/such' does not appear to be a git repository\n",
  );
  expect(stdout).toContain('- carl              left out: line 4: addresses of repositories are');
  expect(folder.gradebook().rows).toMatchObject([
    { student: 'ann', status: 'failed', commit },
    { student: 'bob', status: 'left-out' },
    { student: 'carl', status: 'left-out' },
  ]);
  expect(readFileSync(join(folder.results, 'gradebook.csv'), 'utf8')).toContain(`,"${commit}"\r\n`);
  expect(readFileSync(join(folder.results, 'journal.jsonl'), 'utf8')).toContain(`"commit":"${commit}"`);
  expect(readdirSync(folder.results)).not.toContain('.repositories');
  expect(course.home.left()).toEqual(nothing);
});

test('what fails by our fault is tried twice and set aside; the rest goes on, and it is no zero', async () => {
  const folder = course.folder();
  folder.answer('ann', poison('ann'));
  for (const name of ['bob', 'carl']) folder.right(name);
  const first = await folder.start('--jobs', '1').ended;
  expect(first).toMatchObject({ code: 2, stderr: '' });
  expect(folder.journal()).toEqual([
    ...['batch', 'asked ann', 'asked bob', 'asked carl'],
    ...['started ann', 'errored ann', 'started bob', 'finished bob', 'started carl', 'finished carl'],
    ...['started ann', 'errored ann', 'ended'],
  ]);
  expect(first.stdout).toContain('our fault: a fault of ours; it is tried again at the end\n');
  expect(first.stdout).toContain('our fault: a fault of ours; it is set aside, and no zero\n');
  expect(first.stdout).toMatch(
    /\ntry again npm run batch .*handed-in -- --out .* --exercise ex9 --trust --jobs 1 --only errored\n$/,
  );
  const [ann] = folder.gradebook().rows;
  expect(ann).toMatchObject({ student: 'ann', status: 'errored', reason: 'a fault of ours' });
  expect(ann?.points).toBeUndefined();

  const second = await folder.start().ended;
  expect(second.stdout).toContain('\n0 to grade; 2 graded before, 1 set aside\n');
  expect(second.code).toBe(2);
  const third = await folder.start('--only', 'errored').ended;
  expect(third.stdout).toContain('\n1 to grade; 2 graded before\n');
  folder.right('ann');
  expect((await folder.start().ended).code).toBe(0);
  expect(folder.gradebook().rows.map(({ points }) => points?.earned)).toEqual([100, 100, 100]);
});

test('three submissions in a row that fail by our fault stop the batch, and the next one begins with the others', async () => {
  const folder = course.folder();
  for (const name of ['ann', 'bob', 'carl']) folder.answer(name, poison(name));
  folder.right('dora');
  const first = await folder.start('--jobs', '1').ended;
  expect(first).toMatchObject({ code: 2, stderr: '' });
  expect(first.stdout).toContain(
    '\nstopped   three submissions in a row failed by our fault, the last: a fault of ours\n',
  );
  expect(first.stdout).toMatch(/\ngo on {5}npm run batch .*\n$/);
  expect(first.stdout).toContain('\n4 answers: 3 errored, 1 waiting\n');
  const second = await folder.start('--jobs', '1').ended;
  expect(second.stdout).toContain('\n4 answers: 1 passed, 3 errored\n');
  expect(course.home.left()).toEqual(nothing);
});

test.for<[args: string[], says: RegExp]>([
  [['batch'], /^lab: which folder of submissions\?\n/],
  [['batch', 'no/such'], /^lab: there is no folder no\/such /],
  [['batch', 'harness', '--exercise', 'ex99'], /^lab: no exercise is called "ex99"; there are: ex9-fixture\n/],
  [['batch', 'harness', '--jobs', '0'], /^lab: --jobs is at least 1; got 0\n/],
  [['batch', 'harness', '--jobs', 'many'], /^lab: --jobs is a whole number up to 1000; got "many"\n/],
  [['batch', 'harness', '--only', 'ann'], /^lab: --only takes "errored"; got "ann"\n/],
  [['batch', 'harness', '--out', 'harness/out'], /^lab: --out cannot lie in the folder of submissions, nor hold it /],
])('%j is refused before anything is made', async ([args, says]) => {
  const ended = await course.home.start(...args).ended;
  expect(ended.stdout).toBe('');
  expect(ended.stderr).toMatch(says);
  expect(ended.code).toBe(3);
  expect(course.home.left()).toEqual(nothing);
});
