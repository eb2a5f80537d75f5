/** Who gave the answers to reads. */
export interface ReadShares<Answer> {
  /** By the name of the side: its part of all answers, from 0 to 1. */
  shares: Record<string, number>;
  /** Answers that no side has. */
  strange: Answer[];
}

/** Tells by their values which side has given the answers; so no two sides may have the same one. */
export function readShares<Answer>(
  answers: readonly Answer[],
  sides: Readonly<Record<string, unknown>>,
): ReadShares<Answer> {
  const values = Object.values(sides);
  if (new Set(values).size < values.length)
    throw new RangeError('two sides have one value: nobody can tell them apart');
  const part = (value: unknown) => answers.filter((answer) => answer === value).length / Math.max(1, answers.length);
  return {
    shares: Object.fromEntries(Object.entries(sides).map(([side, value]) => [side, part(value)])),
    strange: answers.filter((answer) => !values.includes(answer)),
  };
}
