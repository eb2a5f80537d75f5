import { expect, test } from 'vitest';
import type { GradeFacts } from '../journal/batch-lines.ts';
import { classes } from '../testing/classes.ts';
import { type Answer, check, session } from '../testing/journals.ts';
import { changesOf } from './changes.ts';
import { changesLine, renderChanges } from './render-changes.ts';

const right: Answer = { student: 'ann', checks: [check('a', 10)] };
const wrong: Answer = { student: 'ann', checks: [check('a', 10, 'no')] };

/** The line that tells what the second session made of the first. */
function line(before: Answer, after: Answer): string {
  const [newest] = changesOf([...session(1, [before]), ...session(2, [after])]);
  return newest ? changesLine(newest) : 'nothing';
}

test('changes are told answer by answer, with the checks and the reason', async () => {
  await expect(renderChanges(changesOf(classes.regraded ?? []))).toMatchFileSnapshot('../golden/regraded.changes.md');
});

test.for<[facts: Partial<GradeFacts>, because: string]>([
  [{ submission: 'other files' }, 'the submission changed (1)'],
  [{ grader: 'grader 2' }, 'the grader changed (1)'],
  [{ harness: 'harness 2' }, 'the harness changed (1)'],
  [{ engine: 'docker' }, 'the engine changed (embedded before) (1)'],
  [{ postgres: '18.5' }, 'PostgreSQL changed (18.4 before) (1)'],
  [{ secret: 'secret 2' }, 'the secret changed, and with it the data (1)'],
])('%o: 1 up, because %s', ([facts, because]) => {
  expect(line(wrong, { ...right, facts, run: 2 })).toBe(`1 up, 0 down, because ${because}`);
});

test('a regrade on request that comes to something else says that nothing has changed', () => {
  expect(line(right, { ...wrong, again: true, run: 2 })).toBe(
    '0 up, 1 down, because it was asked for; nothing that a grade depends on has changed (1)',
  );
  expect(line(right, { ...right, again: true, run: 2 })).toBe('0 up, 0 down, 1 the same');
  expect(line(right, { student: 'ann' })).toBe('nothing');
});

test('a regrade that fails by our fault leaves the grade that there was', () => {
  expect(line(right, { student: 'ann', trouble: 'no memory', again: true })).toBe('nothing');
});

test('an answer that had no points before has them otherwise, not up', () => {
  expect(line({ student: 'ann', trouble: 'no memory' }, { ...right })).toBe(
    '0 up, 0 down, 1 otherwise, because it could not be graded before (1)',
  );
});

test('what a session that was killed had changed is told by the one that went on, and is not forgotten later', () => {
  const other = { ...right, facts: { grader: 'grader 2' }, run: 2 };
  const killed = session(2, [other]).slice(0, -1);
  const lines = [
    ...session(1, [wrong]),
    ...killed,
    ...session(3, [{ ...other, checks: undefined }]),
    ...session(4, []),
  ];
  expect(changesOf(lines).map((each) => [each.at.slice(0, 10), changesLine(each)])).toEqual([
    ['2026-01-03', '1 up, 0 down, because the grader changed (1)'],
  ]);
});
