import type { Check } from '../sdk/exercise.ts';

/** A check's hints, from vague to concrete; at least one. */
export function hintsOf({ hint }: Pick<Check, 'hint'>): [string, ...string[]] {
  return typeof hint === 'string' ? [hint] : hint;
}
