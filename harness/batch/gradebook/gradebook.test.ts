import { expect, test } from 'vitest';
import type { BatchLine, GradingResult, Untimed } from '../journal/batch-lines.ts';
import { gradebookOf } from './gradebook.ts';
import { renderCsv } from './render-csv.ts';

const owner = { pid: 1, start: '' };
const name = (student: string, key = 'k') => ({ student, exercise: 'ex1-first', key });

function result(student: string, earned: number, verdict: GradingResult['verdict']): GradingResult {
  const evidence = `${student}/ex1-first/1`;
  return {
    verdict,
    points: { earned, possible: 85 },
    checks: [],
    findings: 0,
    submission: 'a',
    seed: 'b',
    evidence,
    ms: 1,
  };
}

function linesOf(...lines: Untimed<BatchLine>[]): BatchLine[] {
  return lines.map((line) => ({ ...line, at: '2026-01-01T00:00:00.000Z' }) as BatchLine);
}

function finished(student: string, earned: number, verdict: GradingResult['verdict'], key?: string) {
  return { kind: 'finished' as const, ...name(student, key), result: result(student, earned, verdict) };
}

function csvOf(...lines: Untimed<BatchLine>[]): string {
  return renderCsv(gradebookOf(linesOf({ kind: 'batch', version: 1, owner }, ...lines)));
}

const trouble = { code: 'GRADER', message: 'no memory' };

test('points are given only where every one has been decided: our fault is no zero', () => {
  const csv = csvOf(
    finished('dora', 30, 'skipped'),
    finished('bob', 40, 'failed'),
    finished('ann', 85, 'passed'),
    { kind: 'errored', ...name('carl'), trouble, evidence: 'carl/ex1-first/1' },
    { kind: 'asked', ...name('fred') },
    { kind: 'invalid', student: 'eve', exercise: 'ex1-first', reason: 'it is a bomb', possible: 85 },
    { kind: 'invalid', student: 'gil', reason: 'it is empty', possible: 0 },
    { kind: 'left-out', name: 'hal.zip', reason: 'handed in twice' },
  );
  expect(csv.replaceAll('\r', '')).toBe(`student,exercise,status,points,possible,awaiting,reason,evidence,commit
"ann","ex1-first",passed,85,85,0,,"ann/ex1-first/1",
"bob","ex1-first",failed,40,85,0,,"bob/ex1-first/1",
"carl","ex1-first",errored,,,,"no memory","carl/ex1-first/1",
"dora","ex1-first",incomplete,,,,"this machine lacks what a check needs: its report says what","dora/ex1-first/1",
"eve","ex1-first",invalid,0,85,0,"it is a bomb",,
"fred","ex1-first",waiting,,,,,,
"gil",,invalid,0,0,0,"it is empty",,
"hal.zip",,left-out,,,,"handed in twice",,
`);
});

test('why a grading failed before is the reason of nothing once there is a grade, and is one where it is made again in vain', () => {
  const failed = { kind: 'errored', ...name('ann'), trouble } as const;
  const graded = finished('ann', 85, 'passed');
  const rows = '"ann","ex1-first",passed,85,85,0';
  expect(csvOf(failed, graded)).toContain(`${rows},,`);
  expect(csvOf(graded, { kind: 'again', ...name('ann') }, failed)).toContain(
    `${rows},"it could not be graded again: no memory",`,
  );
});

test.for(['=1+1', '+1', '-1', '@SUM(A1)', ' =1', '\uFF1D1', '=HYPERLINK("http://a.b")'])(
  '%j is no formula in a cell',
  (student) => {
    const quoted = student.replaceAll('"', '""');
    expect(csvOf({ kind: 'asked', ...name(student) })).toContain(`\r\n"'${quoted}",`);
  },
);

test.for([
  ['tab\tand\nline\r', '"tab  and␊line␍"'],
  ['a,b;"c"', '"a,b;""c"""'],
  ["O'Brien", '"O\'Brien"'],
])('%j is one cell', ([student, cell]) => {
  expect(csvOf({ kind: 'asked', ...name(student as string) })).toContain(`\r\n${cell},"ex1-first",waiting,`);
});

test('the newest answer counts, also when it is worse or not graded yet', () => {
  const rows = (...lines: Untimed<BatchLine>[]) => gradebookOf(linesOf(...lines)).rows.map(({ status }) => status);
  expect(rows(finished('ann', 85, 'passed', 'old'), finished('ann', 0, 'failed', 'new'))).toEqual(['failed']);
  expect(rows(finished('ann', 85, 'passed', 'old'), { kind: 'asked', ...name('ann', 'new') })).toEqual(['waiting']);
});

test('what could not be graded in an earlier session is forgotten: this one has looked again', () => {
  const [session] = [{ kind: 'batch', version: 1, owner } as const];
  const lines = linesOf(
    session,
    { kind: 'left-out', name: 'ann', reason: 'twice' },
    session,
    finished('ann', 85, 'passed'),
  );
  expect(gradebookOf(lines).rows).toMatchObject([{ student: 'ann', status: 'passed' }]);
});
