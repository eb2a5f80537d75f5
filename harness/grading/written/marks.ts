import { LabError } from '../../core/errors.ts';
import type { Criterion, Rubric } from './rubric.ts';

/** Points by criterion. */
export type Marks = Record<string, number>;

/** Reads `clarity=3,example=1`: every criterion of the rubric once. Throws ARGUMENT. */
export function readMarks(words: string, { criteria }: Rubric): Marks {
  const form = criteria.map(({ id, points }) => `${id}=0…${points}`).join(',');
  const refuse = (what: string) => new LabError('ARGUMENT', `--points ${what}; it is ${form}`);
  const marks: Marks = {};
  for (const word of words.split(',')) {
    const [name = '', value = '', ...more] = word.split('=').map((part) => part.trim());
    const criterion = criteria.find(({ id }) => id === name);
    if (!criterion || more.length > 0) throw refuse(`names ${JSON.stringify(name)}, which is no criterion`);
    const mark = markIn(value, criterion);
    if (mark === undefined) throw refuse(`gives ${JSON.stringify(value)} for ${name}`);
    if (name in marks) throw refuse(`names ${name} twice`);
    marks[name] = mark;
  }
  const left = criteria.filter(({ id }) => !(id in marks)).map(({ id }) => id);
  if (left.length > 0) throw refuse(`says nothing of ${left.join(', ')}`);
  return marks;
}

/** Whole points, none to all; undefined for anything else. */
export function markIn(value: string, { points }: Criterion): number | undefined {
  const mark = /^\d{1,3}$/.test(value.trim()) ? Number(value) : Number.NaN;
  return mark <= points ? mark : undefined;
}
