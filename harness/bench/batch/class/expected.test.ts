import { expect, test } from 'vitest';
import type { GradebookRow } from '../../../batch/gradebook/gradebook.ts';
import type { CheckResult } from '../../../batch/journal/batch-lines.ts';
import type { Check, Exercise } from '../../../sdk/exercise.ts';
import { deviation, type Expected } from './expected.ts';

const check = (id: string): Check => ({ id, title: '', points: 10, hint: '', lecture: '' });
const exercise: Exercise = {
  ...{ slug: 'ex9-made-up', title: '', summary: '', topology: 'pair', modules: {}, permits: [], seed: [], grants: [] },
  checks: [check('runs'), check('lasts'), { ...check('essay'), written: { file: 'essay.md' } }],
};

const passed = (id: string): CheckResult => ({ id, verdict: 'passed', points: 10, earned: 10 });
const failed = (id: string, cause: CheckResult['cause'] = 'wrong'): CheckResult => {
  return { id, verdict: 'failed', cause, points: 10, earned: 0, says: 'it does not' };
};
const skipped = (id: string, cause: CheckResult['cause'] = 'prerequisite'): CheckResult => {
  return { id, verdict: 'skipped', cause, points: 10, earned: 0 };
};

function rowOf(status: GradebookRow['status'], checks: CheckResult[], reason?: string): GradebookRow {
  const earned = checks.reduce((sum, one) => sum + one.earned, 0);
  return { student: 'ann', exercise: exercise.slug, status, checks, points: { earned, possible: 20 }, reason };
}

const both = [passed('runs'), passed('lasts')];

test.for<[what: string, expected: Expected, row: GradebookRow | undefined, says: string | undefined]>([
  ['full marks', { how: 'passed' }, rowOf('passed', both), undefined],
  ['a point too few', { how: 'passed' }, rowOf('passed', [passed('runs')]), 'it has 10 points'],
  ['no row', { how: 'passed' }, undefined, 'it is not in the gradebook'],
  [
    'a right answer that failed',
    { how: 'passed' },
    rowOf('failed', [failed('runs')]),
    'it is failed, and must be passed (runs: it does not)',
  ],
  [
    'a fault of ours',
    { how: 'passed' },
    rowOf('errored', [], 'no memory'),
    'it is errored, and must be passed (no memory)',
  ],
  [
    'the named check',
    { how: 'failed', fails: ['runs'] },
    rowOf('failed', [failed('runs'), skipped('lasts')]),
    undefined,
  ],
  [
    'another one too',
    { how: 'failed', fails: ['runs'] },
    rowOf('failed', [failed('runs'), failed('lasts')]),
    'lasts failed and should not have (runs: it does not)',
  ],
  [
    'one that may fail',
    { how: 'failed', fails: ['runs'], mayFail: ['lasts'] },
    rowOf('failed', [failed('runs'), failed('lasts')]),
    undefined,
  ],
  [
    'one that may fail, and does not',
    { how: 'failed', fails: ['runs'], mayFail: ['lasts'] },
    rowOf('failed', [failed('runs'), passed('lasts')]),
    undefined,
  ],
  [
    'one that survived',
    { how: 'failed', fails: ['runs', 'lasts'] },
    rowOf('failed', [failed('runs'), passed('lasts')]),
    'not caught by lasts',
  ],
  [
    'one that was not run',
    { how: 'failed', fails: ['runs'] },
    rowOf('failed', [failed('runs'), skipped('lasts', 'infrastructure')]),
    'lasts is skipped',
  ],
  ['a starter', { how: 'begun' }, rowOf('failed', [failed('runs'), passed('lasts')]), undefined],
  [
    'a starter that crashes',
    { how: 'begun' },
    rowOf('failed', [failed('runs', 'crash')]),
    'it crashes (runs: it does not)',
  ],
  [
    'what cannot be loaded',
    { how: 'unloadable' },
    rowOf('failed', [failed('runs', 'invalid-submission'), passed('essay')]),
    undefined,
  ],
  [
    'what was loaded after all',
    { how: 'unloadable' },
    rowOf('failed', [failed('runs', 'invalid-submission'), failed('lasts')]),
    'lasts was run',
  ],
  ['an archive that is refused', { how: 'invalid', says: /bomb/ }, rowOf('invalid', [], 'it is a bomb'), undefined],
  [
    'one that is refused otherwise',
    { how: 'invalid', says: /bomb/ },
    rowOf('invalid', [], 'it is empty'),
    'it is invalid for another reason (it is empty)',
  ],
])('%s', ([, expected, row, says]) => {
  expect(deviation(expected, row, exercise)).toBe(says);
});
