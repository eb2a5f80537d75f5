import { formatLsn } from '../../cluster/lsn.ts';
import { LabError } from '../../core/errors.ts';
import type { Question } from '../../sdk/written.ts';
import { randomFor } from '../random.ts';

/** The numbers of a question, by name. Throws GRADER for a name that the question does not have. */
export type Numbers = (name: string) => number;

/** The numbers that a question has for whoever wrote this seed into the file: the same at every grading. */
export function numbersFor(seed: number, purpose: string, { id, numbers = {} }: Question): Numbers {
  const random = randomFor(String(seed), `${purpose}/${id}`);
  const drawn = new Map(Object.entries(numbers).map(([name, { from, to }]) => [name, random.int(from, to)]));
  return (name) => {
    const number = drawn.get(name);
    if (number === undefined) throw new LabError('GRADER', `the question ${id} has no number ${name}`);
    return number;
  };
}

/** The question with its numbers; without them, their names in braces. */
export function textWith({ asks, numbers = {} }: Question, values: Numbers | undefined): string {
  if (!values) return asks;
  return asks.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = values(name);
    return numbers[name]?.shown === 'lsn' ? formatLsn(BigInt(value)) : String(value);
  });
}

export function hasNumbers({ numbers }: Question): boolean {
  return numbers !== undefined && Object.keys(numbers).length > 0;
}
