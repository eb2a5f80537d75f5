import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { GradeReport } from '../grading/grade-report.ts';
import { type CourseCopy, courseCopy } from './testing/course-copy.ts';
import { writeSubmission } from './testing/fixture-exercise.ts';
import { type LabHome, labHome } from './testing/run-lab.ts';
import { addWrittenExercise, written } from './testing/written-exercise.ts';

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
  expect(failure?.actual).toBe('answers.yaml:2  bytes-behind: 4415479813\nanswers.yaml:3  rows-lost: 46.2');
});
