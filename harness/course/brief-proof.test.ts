import { expect, test } from 'vitest';
import { briefProof, partOfVariants, readPart } from './brief-proof.ts';
import type { ProofSubject } from './proof-subjects.ts';

const subject = (kind: ProofSubject['kind'], name: string, fails: string[]): ProofSubject => {
  return { kind, name, what: name, layers: [], fails, needs: [] };
};

test('a short proof has all that must pass, and few mutants, of which each check catches one', () => {
  const all = [
    subject('solution', 'solution', []),
    subject('variant', 'v', []),
    subject('mutant', 'one', ['a']),
    subject('mutant', 'two', ['a', 'b']),
    subject('mutant', 'other', ['c']),
    subject('mutant', 'again', ['c']),
  ];
  expect(briefProof(all).map(({ name }) => name)).toEqual(['solution', 'v', 'two', 'other']);
  expect(briefProof([])).toEqual([]);
});

test('variants are dealt out in parts, which together have each of them once', () => {
  const variants = ['v1', 'v2', 'v3', 'v4'].map((name) => subject('variant', name, []));
  const all = [subject('solution', 'solution', []), ...variants, subject('mutant', 'one', ['a'])];
  const parts = ['1/3', '2/3', '3/3'].map((part) => partOfVariants(all, readPart(part)).map(({ name }) => name));
  expect(parts).toEqual([
    ['solution', 'v1', 'v4', 'one'],
    ['solution', 'v2', 'one'],
    ['solution', 'v3', 'one'],
  ]);
});

test.for(['', '0/3', '4/3', '1', 'a/b', '1/0', '-1/2'])('%o is no part', (text) => {
  expect(() => readPart(text)).toThrow('--part takes a part of so many');
});
