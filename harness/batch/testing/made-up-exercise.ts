import type { Exercise } from '../../sdk/exercise.ts';

/** A manifest with one module, `src/answer.ts`, for what never runs. */
export function madeUpExercise(slug: string): Exercise {
  return {
    slug,
    title: slug,
    summary: '',
    topology: 'pair',
    modules: { 'src/answer.ts': { exports: { answer: { deadline: 1000 } } } },
    permits: [],
    seed: [],
    grants: [],
    checks: [],
  };
}
