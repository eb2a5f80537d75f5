import { LabError } from '../core/errors.ts';
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

/** One of the parts into which variants are dealt out, so that a few proofs have all of them. */
export interface Part {
  /** From 1. */
  part: number;
  of: number;
}

/** `2/3`. Throws ARGUMENT. */
export function readPart(text: string): Part {
  const [, part = 0, of = 0] = /^(\d{1,3})\/(\d{1,3})$/.exec(text)?.map(Number) ?? [];
  if (part >= 1 && part <= of) return { part, of };
  throw new LabError('ARGUMENT', `--part takes a part of so many, not ${text}`, { next: 'as in --part 2/3' });
}

/** Of the variants every so manieth; all else. */
export function partOfVariants(subjects: readonly ProofSubject[], { part, of }: Part): ProofSubject[] {
  const variants = subjects.filter(({ kind }) => kind === 'variant');
  const dealt = new Set(variants.filter((_, at) => at % of === part - 1));
  return subjects.filter((subject) => subject.kind !== 'variant' || dealt.has(subject));
}
