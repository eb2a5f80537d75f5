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

const open = ({ commit = 'abc', of = [subject], postgres = '18.4' } = {}) => {
  const paths = { slug: 'ex1-a', starter: join(home, 'starter'), solution: join(home, 'solution') };
  return new ProofRecord({ paths: { ...paths, grader: join(home, 'grader') }, subjects: of, postgres, commit });
};
const result = (more: Partial<ProofResult> = {}): ProofResult => ({
  subject,
  round: 1,
  seed: 'ab',
  failed: ['x'],
  problem: undefined,
  judged: true,
  skipped: undefined,
  ms: 12.3,
  evidence: undefined,
  ...more,
});
const lines = () =>
  readFileSync(open().file, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));

test('what one proof adds the next one knows, and first of all a wrong outcome', () => {
  open().add(result({ seed: 'cd' }));
  open({ commit: 'def' }).add(result({ problem: 'not caught by x', failed: [] }));
  const wrong = { seed: 'ab', failed: [], problem: 'not caught by x' };
  expect(open().known(subject)).toEqual([wrong, { seed: 'cd', failed: ['x'], problem: undefined }]);
  expect(lines()).toMatchObject([{ subject: 'mutant m', commits: ['abc', 'def'], right: ['cd'], wrong: [wrong] }]);
});

test('what has no verdict is no result', () => {
  open().add(result({ judged: false, skipped: 'needs psql' }));
  open().add(result({ judged: false, problem: 'interrupted' }));
  expect(open().known(subject)).toEqual([]);
});

test.for(['grader/grader.test.ts', 'grader/mutants/m/a.ts', 'solution/a.ts', 'starter/exercise.ts'])(
  'a change of %s makes earlier results void, and the next result replaces them',
  (path) => {
    open().add(result());
    appendFileSync(join(home, path), ' changed');
    expect(open().known(subject)).toEqual([]);
    open().add(result({ seed: 'cd' }));
    expect(lines()).toMatchObject([{ right: ['cd'] }]);
  },
);

test('another version, and another set of checks, are other results; another mutant or the record changes nothing', () => {
  open().add(result());
  expect(open({ postgres: '15.18' }).known(subject)).toEqual([]);
  const other = { ...subject, fails: ['y'] };
  expect(open({ of: [other] }).known(other)).toEqual([]);
  mkdirSync(join(home, 'grader/mutants/n'));
  writeFileSync(join(home, 'grader/mutants/n/a.ts'), '');
  expect(open().known(subject)).toHaveLength(1);
});

test('subjects stand in the order of their names, whichever was graded first', () => {
  const second = { ...subject, name: 'n' };
  const record = open({ of: [subject, second] });
  record.add(result({ subject: second }));
  record.add(result());
  expect(lines().map((line) => line.subject)).toEqual(['mutant m', 'mutant n']);
});
