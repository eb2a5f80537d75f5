import { LabError } from '../core/errors.ts';
import type { Check, Exercise } from '../sdk/exercise.ts';
import { shortName } from './course.ts';

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
export function chooseChecks(exercise: Exercise, words: string): ChosenChecks {
  const names = words.split(',').map((word) => word.trim());
  refuseUnknown(exercise, names, (number, id) => `npm run grade ${number} -- --only ${id}`);
  const wanted = new Set(names);
  // Prerequisites come earlier in the manifest: from its end, one pass finds those of prerequisites too.
  for (const { id, requires } of exercise.checks.toReversed())
    if (wanted.has(id)) for (const name of requires ?? []) wanted.add(name);
  const ids = exercise.checks.map(({ id }) => id);
  return {
    asked: ids.filter((id) => names.includes(id)),
    required: ids.filter((id) => wanted.has(id) && !names.includes(id)),
    left: ids.filter((id) => !wanted.has(id)),
  };
}

/** The check of that name. Throws ARGUMENT with the names that there are; `command` is the one that was typed. */
export function findCheck(exercise: Exercise, name: string, command: string): Check {
  refuseUnknown(exercise, [name], (number, id) => `npm run ${command} ${number} ${id}`);
  return exercise.checks.find(({ id }) => id === name) as Check;
}

function refuseUnknown(
  { checks, slug }: Exercise,
  names: readonly string[],
  next: (number: string, firstId: string) => string,
): void {
  const ids = checks.map(({ id }) => id);
  const unknown = names.filter((name) => !ids.includes(name)).map((name) => JSON.stringify(name));
  if (unknown.length === 0) return;
  throw new LabError('ARGUMENT', `${slug} has no check ${unknown.join(', ')}; its checks are: ${ids.join(', ')}`, {
    next: next(shortName(slug), ids[0] as string),
  });
}
