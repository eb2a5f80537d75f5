import { execFile } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { gradescope } from '../reports/testing/gradescope-schema.ts';
import { type CourseCopy, courseCopy } from './testing/course-copy.ts';
import { addFixtureExercise, fixture, writeSubmission } from './testing/fixture-exercise.ts';
import { type LabHome, labHome } from './testing/run-lab.ts';

let copy: CourseCopy;
let home: LabHome;
let place: string;
let zip: Buffer;
beforeAll(async () => {
  copy = courseCopy();
  addFixtureExercise(copy.root);
  writeFileSync(join(copy.root, 'graders', fixture.slug, 'answers.ts'), 'export default {};\n');
  home = labHome({}, copy.root);
  place = mkdtempSync(join(tmpdir(), 'lab-package-'));
  chmodSync(place, 0o755); // servers and student code run as other users
  zip = await made('one.zip');
});
afterAll(() => {
  for (const each of [home, copy]) each[Symbol.dispose]();
  rmSync(place, { recursive: true, force: true });
});

async function made(name: string): Promise<Buffer> {
  const out = join(place, name);
  const args = ['gradescope', '--exercise', fixture.word, '--out', out];
  expect(await home.start('package', ...args).ended).toMatchObject({ code: 0, stderr: '' });
  return readFileSync(out);
}

/** Gradescope's folders, with the zip unpacked and set up, for one submission. */
function autograder(submission: Record<string, string>): string {
  const root = mkdtempSync(join(place, 'autograder-'));
  chmodSync(root, 0o755);
  for (const [path, bytes] of Object.entries(unzipSync(zip))) {
    const file = join(root, 'source', path);
    mkdirSync(join(file, '..'), { recursive: true });
    writeFileSync(file, bytes);
  }
  // In place of setup.sh, which installs the same packages.
  symlinkSync(join(copy.root, 'node_modules'), join(root, 'source/course/node_modules'));
  chmodSync(join(root, 'source/course/graders'), 0o700);
  writeSubmission(join(root, 'submission'), submission);
  return root;
}

async function run(
  root: string,
): Promise<{ code: number | null; said: string; results: ReturnType<typeof gradescope.parse> }> {
  const env = { ...home.env, AUTOGRADER_FOLDER: root };
  const script = join(root, 'source/run_autograder');
  const [code, said] = await new Promise<[number | null, string]>((resolve) => {
    const child = execFile('bash', [script], { env, cwd: '/' }, (_, stdout, stderr) =>
      resolve([child.exitCode, stdout + stderr]),
    );
  });
  return {
    code,
    said,
    results: gradescope.parse(JSON.parse(readFileSync(join(root, 'results/results.json'), 'utf8'))),
  };
}

const solution = () => readFileSync(join(copy.root, 'solutions', fixture.slug, fixture.module), 'utf8');
const hasScore = ({ score, tests }: { score?: number; tests: { score?: number }[] }) =>
  score !== undefined || tests.some((each) => each.score !== undefined);

test('the same course gives the same bytes', async () => {
  expect((await made('two.zip')).equals(zip)).toBe(true);
});

test('it has what Gradescope runs at its top, the right answers of its exercise, and no solution', () => {
  const paths = Object.keys(unzipSync(zip));
  expect(paths.filter((path) => !path.startsWith('course/'))).toEqual(['run_autograder', 'setup.sh']);
  expect(paths).toContain(`course/graders/${fixture.slug}/answers.ts`);
  expect(paths.filter((path) => /\/(solutions|mutants|variants)\/|\.test\.ts$/.test(path))).toEqual([
    `course/graders/${fixture.slug}/grader.test.ts`,
  ]);
});

test('right work has its points, in a folder of whatever depth', async () => {
  const root = autograder({ [`clone/exercises/${fixture.slug}/${fixture.module}`]: solution() });
  const { code, results } = await run(root);
  expect(code).toBe(0);
  expect(results).toMatchObject({ score: 100, extra_data: { verdict: 'passed', engine: 'embedded' } });
}, 120_000);

test('wrong work loses points, and the results say why', async () => {
  const { results } = await run(autograder({ [fixture.module]: 'export const addProduct = async () => undefined;\n' }));
  expect(results).toMatchObject({ score: 0, extra_data: { verdict: 'failed' } });
  expect(results.tests[0]?.output).toContain('expected');
}, 120_000);

test('a submission that holds the answer twice is not graded, is told why, and gets no zero', async () => {
  const { said, results } = await run(
    autograder({ [`a/${fixture.word}/${fixture.module}`]: '', [`b/${fixture.word}/${fixture.module}`]: '' }),
  );
  expect(said).toContain('exit code 3');
  expect(results.output).toContain('more than once');
  expect(hasScore(results)).toBe(false);
}, 120_000);

test.for([
  { what: 'the grader is broken', path: 'graders/ex9-fixture/grader.test.ts', text: 'throw new Error("ours");' },
  { what: 'the command crashes', path: 'harness/cli/program.ts', text: 'process.kill(process.pid, "SIGKILL");' },
  { what: 'the command does not start', path: 'harness/cli/lab.sh', text: 'exit 127' },
])('where $what, there are results without a score', { timeout: 120_000 }, async ({ path, text }) => {
  const root = autograder({ [fixture.module]: solution() });
  writeFileSync(join(root, 'source/course', path), text);
  const { code, results } = await run(root);
  expect(code).toBe(0);
  expect(results.output).toContain('by no fault of yours');
  expect(hasScore(results)).toBe(false);
});

test('without its packages it still leaves results that Gradescope takes for a failed autograder', async () => {
  const root = autograder({ [fixture.module]: solution() });
  rmSync(join(root, 'source/course/node_modules')); // the link to them
  const { results } = await run(root);
  expect(results.output).toContain('by no fault of yours');
  expect(hasScore(results)).toBe(false);
});
