import type { BatchJournal } from './journal/batch-journal.ts';
import type { BatchPlan } from './plan.ts';

/** Writes down what is not graded and why; it is found anew in each session. Throws NO_STORAGE. */
export function noteUngraded(journal: BatchJournal, { invalid, leftOut }: BatchPlan): void {
  journal.write(
    ...invalid.map(({ handedIn, manifest, reason }) => {
      const possible = manifest?.checks.reduce((sum, { points }) => sum + points, 0) ?? 0;
      const { student } = handedIn;
      return { kind: 'invalid' as const, student, exercise: manifest?.slug, reason, possible };
    }),
    ...leftOut
      .filter(({ submission }) => submission)
      .map(({ name, reason, student }) => ({ kind: 'left-out' as const, name, student, reason })),
  );
}
