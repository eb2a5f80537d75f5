import { expect, test } from 'vitest';
import { briefProof } from './brief-proof.ts';
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
