import type { ProofSubject } from './proof-subjects.ts';

/**
 * The subjects of a short proof: all that must have full marks, and of the mutants only so many that each check still
 * has one that it must catch. Those that are caught by most checks first.
 */
export function briefProof(subjects: readonly ProofSubject[]): ProofSubject[] {
  const mutants = subjects.filter(({ kind }) => kind === 'mutant');
  const open = new Set(mutants.flatMap(({ fails }) => fails ?? []));
  const chosen = new Set<ProofSubject>();
  while (open.size > 0) {
    const killed = ({ fails = [] }: ProofSubject) => fails.filter((id) => open.has(id)).length;
    const best = mutants.reduce((a, b) => (killed(b) > killed(a) ? b : a));
    chosen.add(best);
    for (const id of best.fails ?? []) open.delete(id);
  }
  return subjects.filter((subject) => subject.kind !== 'mutant' || chosen.has(subject));
}
