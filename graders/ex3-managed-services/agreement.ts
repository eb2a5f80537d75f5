import { loadRightAnswers } from '#harness/grading';
import type answers from './answers.ts';
import { type Both, type Facts, parameters } from './facts.ts';

/** The row of the written table that each fact decides. */
const rows = {
  superuser: 'superuser',
  'access-rules': 'changesAccessRules',
  'physical-slot': 'createsPhysicalSlot',
  'base-backup': 'takesBaseBackup',
} as const;

/**
 * The table by which comparison.yaml is marked must say what the grader has found. Throws where it does not: our fault.
 * A student's copy of the course has no such table, and nothing to agree with.
 */
export async function agreeWithTable({ managed, selfManaged }: Both): Promise<void> {
  const marked = (await loadRightAnswers({ grader: import.meta.dirname })) as typeof answers | undefined;
  if (!marked) return;
  const { right } = marked['comparison.yaml'].rights;
  for (const [column, facts] of [
    ['self-managed', selfManaged],
    ['managed', managed],
  ] as const) {
    const found = { parameters: parametersIn(facts), ...wordsFor(facts) };
    for (const [row, word] of Object.entries(found)) {
      const told = right[row as keyof typeof right][column];
      if (told !== word) throw new Error(`the answers say ${row}, ${column}: ${told}; the servers say ${word}`);
    }
  }
}

function wordsFor(facts: Facts): Record<string, string> {
  return Object.fromEntries(Object.entries(rows).map(([row, fact]) => [row, facts[fact] ? 'allowed' : 'refused']));
}

function parametersIn(facts: Facts): string {
  const each = Object.keys(parameters).map((name) => facts[`sets.${name}`]);
  if (each.every((sets) => sets)) return 'allowed';
  return each.some((sets) => sets) ? 'listed' : 'refused';
}
