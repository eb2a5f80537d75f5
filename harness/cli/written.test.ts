import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { GradeReport } from '../grading/grade-report.ts';
import { type CourseCopy, courseCopy } from './testing/course-copy.ts';
import { addFixtureExercise, fixture, writeSubmission } from './testing/fixture-exercise.ts';
import { type LabHome, labHome } from './testing/run-lab.ts';
import { addWrittenExercise, written } from './testing/written-exercise.ts';

// Each grades several times, in command lines of their own.
vi.setConfig({ testTimeout: 120_000 });

let course: CourseCopy;
let home: LabHome;
beforeAll(() => {
  course = courseCopy();
  addWrittenExercise(course.root);
  home = labHome({}, course.root);
});
afterAll(() => {
  home[Symbol.dispose]();
  course[Symbol.dispose]();
});

async function graded(...args: string[]): Promise<{ code: number | null; report: GradeReport }> {
  const { code, stdout, stderr } = await home.start('grade', written.word, ...args, '--json').ended;
  expect(stderr).toBe('');
  return { code, report: JSON.parse(stdout) as GradeReport };
}

/** A copy of the solution with other files on top. */
function submission(name: string, files: Record<string, string>): string {
  const folder = join(course.root, 'handed-in', name);
  cpSync(join(course.root, 'solutions', written.slug), folder, { recursive: true });
  return writeSubmission(folder, files);
}

test('the solution passes with exit code 0: its essay awaits a person and is not lost', async () => {
  const { code, report } = await graded('--solution');
  expect([code, report.verdict, report.points]).toEqual([0, 'passed', { earned: 60, possible: 60, awaiting: 40 }]);
  expect(report.checks.map(({ outcome }) => outcome.verdict)).toEqual(['passed', 'passed', 'passed', 'awaiting']);
});

test('the starter fails with exit code 1, and each failure says what is expected', async () => {
  const { code, report } = await graded();
  expect([code, report.verdict, report.points]).toEqual([1, 'failed', { earned: 0, possible: 100 }]);
  const failed = report.checks.flatMap(({ outcome }) => outcome.failure ?? []);
  expect(failed).toHaveLength(3);
  for (const { actual, expected, rationale } of failed) expect([actual, expected, rationale].every(Boolean)).toBe(true);
});

test('a file that is missing loses its own points, and says so', async () => {
  const folder = writeSubmission(join(course.root, 'handed-in', 'one-file'), { 'essay.md': 'Too short.\n' });
  const { report } = await graded(folder);
  expect(report.checks.map(({ id, outcome }) => `${id}: ${outcome.failure?.rationale ?? outcome.reason}`)).toEqual([
    'positions: There is no answers.yaml, so its points are lost.',
    'waiting: positions did not pass',
    'comparison: There is no comparison.yaml, so its points are lost.',
    'essay: essay.md is shorter than asked for, so nobody will mark it.',
  ]);
});

test('no server is started for what is written', async () => {
  const { report } = await graded('--solution');
  expect(report.timing.clusters).toBe(0);
  expect(home.left()).toEqual({ processes: [], runs: [], journals: [] });
});

test('without the right answers the form is judged, and the points await', async () => {
  using copy = courseCopy();
  addWrittenExercise(copy.root);
  rmSync(join(copy.root, 'graders', written.slug, 'answers.ts'));
  using other = labHome({}, copy.root);
  const { code, stdout } = await other.start('grade', written.word, '--solution', '--json').ended;
  const report = JSON.parse(stdout) as GradeReport;
  expect([code, report.points]).toEqual([0, { earned: 0, possible: 0, awaiting: 100 }]);
});

test('its proof is whole: each mutant is caught by the checks that it names', async () => {
  const { code, stdout } = await home.start('prove', written.word, '--jobs', '1').ended;
  expect([code, stdout.split('\n').at(-2)]).toEqual([0, expect.stringMatching(/^proven: 6 gradings/)]);
});

test('other numbers have other answers: those of a neighbour are wrong', async () => {
  const answers = `seed: 4712\nbytes-behind: 4415479813\nrows-lost: 46.2\n`;
  const { report } = await graded(submission('neighbour', { 'answers.yaml': answers }));
  const { failure } = report.checks[0]?.outcome ?? {};
  expect(failure?.rationale).toBe('2 of 2 answers are not right.');
  expect(failure?.actual).toBe('answers.yaml:2 bytes-behind: 4415479813\nanswers.yaml:3 rows-lost: 46.2');
});

test('a check of the grader judges an answer by what the servers do, and fails when it cannot be read', async () => {
  using copy = courseCopy();
  addFixtureExercise(copy.root);
  const change = (path: string, from: string, to: string) => {
    const text = readFileSync(join(copy.root, path), 'utf8');
    expect(text).toContain(from);
    writeFileSync(join(copy.root, path), text.replace(from, to));
  };
  const question = "{ id: 'rows', kind: 'number', unit: 'rows', asks: 'How many rows are there at the start?' }";
  const part = `written: [{ kind: 'answers', file: 'answers.yaml', questions: [${question}] }],`;
  change(`exercises/${fixture.slug}/exercise.ts`, 'checks: [', `${part} checks: [`);
  const judged = `const [counted] = await cluster.leader.query('SELECT count(*)::int AS n FROM public.inventory');
    must(answer('answers.yaml', 'rows') === counted?.n, 'It is another number.', { expected: 'as many as there are' });`;
  change(`graders/${fixture.slug}/grader.test.ts`, "check('added', async ({", "check('added', async ({ answer,");
  change(`graders/${fixture.slug}/grader.test.ts`, '=> {\n    ', `=> {\n    ${judged}\n    `);
  using other = labHome({}, copy.root);
  const outcome = async (answers: string) => {
    const path = join(copy.root, 'solutions', fixture.slug);
    writeSubmission(path, { 'answers.yaml': answers });
    const { stdout } = await other.start('grade', fixture.word, '--solution', '--only', 'added', '--json').ended;
    const check = (JSON.parse(stdout) as GradeReport).checks[0];
    return [check?.outcome.verdict, check?.outcome.failure?.actual ?? check?.outcome.failure?.rationale];
  };
  expect(await outcome('rows: 3\n')).toEqual(['passed', undefined]);
  expect(await outcome('rows: 4\n')).toEqual(['failed', 'It is another number.']);
  expect(await outcome('rows: three\n')).toEqual(['failed', 'answers.yaml:1 rows: "three" is no number of rows']);
});

test('questions are shown with the numbers of whoever asks', async () => {
  const { code, stdout } = await home.start('questions', written.word, '--solution').ended;
  expect(code).toBe(0);
  await expect(stdout).toMatchFileSnapshot('./fixtures/questions.txt');
});

describe('a person marks an essay', () => {
  const essay = (word: string) => `When nobody of yours is awake at night, ${word}, for instance.\n`;
  const reviewed = async (...args: string[]) => {
    const { code, stdout, stderr } = await home.start('review', ...args).ended;
    return { code, out: stdout.trim().split('\n'), err: stderr };
  };

  test('a review is written down, a later grading of the same text has it, and a changed text awaits again', async () => {
    const folder = submission('marked', { 'essay.md': essay('a shop') });
    const first = await graded(folder);
    const { out } = await reviewed(first.report.run.evidence, '--points', 'clarity=25,example=8', '--comment', 'Good.');
    expect(out).toEqual([
      expect.stringMatching(/^93\/100 points \(33 by review\); written down in .*ex8-written\.jsonl$/),
    ]);
    const again = await graded(folder);
    expect([again.code, again.report.points]).toEqual([0, { earned: 93, possible: 100, reviewed: 33 }]);
    expect(again.report.checks[3]?.outcome).toMatchObject({
      verdict: 'reviewed',
      review: { points: 33, criteria: { clarity: 25, example: 8 }, comment: 'Good.' },
    });
    submission('marked', { 'essay.md': essay('a bank') });
    const changed = await graded(folder);
    expect(changed.report.points).toEqual({ earned: 60, possible: 60, awaiting: 40 });
    expect(changed.report.checks[3]?.outcome.reason).toMatch(/^reviewed before a change, \d{4}-\d\d-\d\d; awaiting/);
    const list = await reviewed('--list');
    expect(
      list.out.some((line) => line.includes('reviewed before a change') && line.includes('handed-in/marked')),
    ).toBe(true);
  });

  test('no points never make a failure of it: the run has passed', async () => {
    const folder = submission('bad', { 'essay.md': essay('a ship') });
    const { report } = await graded(folder);
    await reviewed(report.run.evidence, 'essay', '--points', 'clarity=0,example=0');
    const again = await graded(folder);
    expect([again.code, again.report.verdict, again.report.points]).toEqual([
      0,
      'passed',
      { earned: 60, possible: 100 },
    ]);
  });

  test.for<[args: string[], said: RegExp]>([
    [[], /which run\?/],
    [['ex8', '--points', 'clarity=31,example=0'], /gives "31" for clarity; it is clarity=0…30,example=0…10/],
    [['ex8', '--points', 'clarity=1'], /says nothing of example/],
    [['ex8', '--points', 'clarity=1,style=2'], /names "style", which is no criterion/],
    [['ex8', 'positions'], /its essays are: essay/],
    [['ex7'], /no exercise is called "ex7"/],
    [['./nowhere/'], /no exercise|no run/],
  ])('%j is refused, and what is right is said', async ([args, said]) => {
    const { code, err } = await reviewed(...args);
    expect([code, err]).toEqual([3, expect.stringMatching(said)]);
  });

  test('where nobody can type, the essay is shown and the command line is named', async () => {
    const { code, out, err } = await reviewed('latest');
    expect(code).toBe(3);
    expect(out.join('\n')).toContain('│ When nobody of yours is awake at night');
    expect(err).toContain('--points clarity=…,example=…');
  });
});
