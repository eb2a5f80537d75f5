import { LabError } from '../core/errors.ts';

/** A whole number up to 1000 from a flag, or what holds without it. Throws ARGUMENT. */
export function count(given: string | boolean | undefined, flag: string, otherwise: number): number {
  if (given === undefined) return otherwise;
  const number = Number(given);
  if (given !== '' && Number.isInteger(number) && number >= 0 && number <= 1000) return number;
  throw new LabError('ARGUMENT', `${flag} is a whole number up to 1000; got ${JSON.stringify(given)}`);
}
