import { LabError } from '../core/errors.ts';
import type { Exercise } from '../sdk/exercise.ts';

/** Some checks of an exercise, in the manifest's order. */
export interface ChosenChecks {
  /** Those that were asked for. */
  asked: string[];
  /** What those require, directly or not, and was not asked for itself. */
  required: string[];
  /** The rest. */
  left: string[];
}

/**
 * Reads `check,check`. What a check requires is chosen with it: a check says nothing before its prerequisites passed.
 * Throws ARGUMENT for a name that no check has, with the names that there are.
 */
export function chooseChecks({ slug, checks }: Exercise, words: string): ChosenChecks {
  const names = words.split(',').map((word) => word.trim());
  const unknown = names.filter((name) => !checks.some(({ id }) => id === name));
  if (unknown.length > 0) {
    throw new LabError(
      'ARGUMENT',
      `${slug} has no check ${unknown.map((name) => JSON.stringify(name)).join(', ')}; its checks are: ${checks.map(({ id }) => id).join(', ')}`,
      { next: `npm run grade ${slug.split('-')[0]} -- --only ${checks[0]?.id}` },
    );
  }
  const wanted = new Set(names);
  // Prerequisites come earlier in the manifest: from its end, one pass finds those of prerequisites too.
  for (const { id, requires } of checks.toReversed())
    if (wanted.has(id)) for (const name of requires ?? []) wanted.add(name);
  const ids = checks.map(({ id }) => id);
  return {
    asked: ids.filter((id) => names.includes(id)),
    required: ids.filter((id) => wanted.has(id) && !names.includes(id)),
    left: ids.filter((id) => !wanted.has(id)),
  };
}
