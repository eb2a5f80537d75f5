import { appendFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ProofSubject } from '../course/proof-subjects.ts';
import type { ProofResult } from './proof.ts';
import { ProofRecord } from './proof-record.ts';

let home: string;
let subject: ProofSubject;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'record-'));
  for (const folder of ['starter', 'solution', 'grader/mutants/m']) mkdirSync(join(home, folder), { recursive: true });
  for (const file of ['starter/exercise.ts', 'solution/a.ts', 'grader/grader.test.ts', 'grader/mutants/m/a.ts']) {
    writeFileSync(join(home, file), file);
  }
  const layers = [join(home, 'solution'), join(home, 'grader/mutants/m')];
  subject = { kind: 'mutant', name: 'm', what: 'wrong', layers, fails: ['x'], needs: [] };
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

const file = () => join(home, 'proof', 'record.jsonl');
const open = (postgres = '18.4') => {
  const paths = { slug: 'ex1-a', starter: join(home, 'starter'), solution: join(home, 'solution') };
  return new ProofRecord(file(), { ...paths, grader: join(home, 'grader') }, { postgres, commit: 'abc' });
};
const result = (more: Partial<ProofResult> = {}): ProofResult => ({
  subject,
  round: 1,
  seed: 'ab',
  failed: ['x'],
  problem: undefined,
  skipped: undefined,
  ms: 12.3,
  evidence: undefined,
  ...more,
});

test('what one proof adds the next one knows, a wrong outcome too', () => {
  open().add(result());
  open().add(result({ problem: 'not caught by x', failed: [] }));
  expect(open().known(subject)).toEqual([
    { seed: 'ab', failed: ['x'], problem: undefined, ms: 12 },
    { seed: 'ab', failed: [], problem: 'not caught by x', ms: 12 },
  ]);
  expect(readFileSync(file(), 'utf8')).toContain('"commit":"abc"');
});

test('what was skipped or interrupted is no result', () => {
  open().add(result({ skipped: 'needs psql' }));
  open().add(result({ problem: 'interrupted' }));
  expect(open().known(subject)).toEqual([]);
});

test.for(['grader/grader.test.ts', 'grader/mutants/m/a.ts', 'solution/a.ts', 'starter/exercise.ts'])(
  'a change of %s makes earlier results void',
  (path) => {
    open().add(result());
    appendFileSync(join(home, path), ' changed');
    expect(open().known(subject)).toEqual([]);
  },
);

test('another version, and another set of checks, are other results; another mutant changes nothing', () => {
  open().add(result());
  expect(open('15.18').known(subject)).toEqual([]);
  expect(open().known({ ...subject, fails: ['y'] })).toEqual([]);
  mkdirSync(join(home, 'grader/mutants/n'));
  writeFileSync(join(home, 'grader/mutants/n/a.ts'), '');
  expect(open().known(subject)).toHaveLength(1);
});

test('a torn last line is left out', () => {
  open().add(result());
  appendFileSync(file(), '{"key":"');
  expect(open().known(subject)).toHaveLength(1);
});
