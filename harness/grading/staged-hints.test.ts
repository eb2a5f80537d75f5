import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Check } from '../sdk/exercise.ts';
import type { CheckReport } from './grade-report.ts';
import { forgetHints, nextHints } from './staged-hints.ts';

const check: Check = {
  id: 'lost',
  title: 'It is lost',
  points: 50,
  hint: ['vague', 'clear', 'concrete'],
  lecture: 'a#b',
};
const other: Check = { ...check, id: 'other', hint: 'the only one' };
const timing = { total: 0, cluster: 0, student: 0 };

/** The check as it failed, with the grader's own hint where there is one. */
function failed(hint?: string): CheckReport {
  const outcome = { verdict: 'failed' as const, failure: { rationale: 'It is not.', hint, evidence: [] }, timing };
  return { ...check, earned: 0, hint: 'vague', lecture: undefined, outcome };
}

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hints-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));
const next = (spec = check, result: CheckReport | undefined = failed(), all = false) => {
  const { again, first, hints } = nextHints(folder, spec, result, all);
  return `${first}${again ? ' again' : ''}: ${hints.join(', ')}`;
};

test('each call gives the next hint, and after the last all once more', () => {
  expect([next(), next(), next(), next(), next()]).toEqual([
    '1: vague',
    '2: clear',
    '3: concrete',
    '1 again: vague, clear, concrete',
    '1 again: vague, clear, concrete',
  ]);
});

test('each check has its own stage, and one with a single hint says it again', () => {
  expect([next(), next(other), next(), next(other)]).toEqual([
    '1: vague',
    '1: the only one',
    '2: clear',
    '1 again: the only one',
  ]);
});

test('what the grader said of this failure comes first, also when the check failed in another way before', () => {
  expect([next(), next(check, failed('you forgot the slot')), next(check, failed('you forgot the slot'))]).toEqual([
    '1: vague',
    '1: you forgot the slot',
    '3: clear',
  ]);
});

test('all at once are seen at once, and forgetting them begins again', () => {
  expect(next(check, failed(), true)).toBe('1: vague, clear, concrete');
  expect(next()).toBe('1 again: vague, clear, concrete');
  forgetHints(folder);
  expect(next(check, undefined)).toBe('1: vague');
});

test.for(['', 'null', '[1]', '{"lost": 3}'])('a state that is %j counts as none', (text) => {
  writeFileSync(join(folder, 'hints.json'), text);
  expect(next()).toBe('1: vague');
});
