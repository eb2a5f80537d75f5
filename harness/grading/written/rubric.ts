import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { LabError, messageOf } from '../../core/errors.ts';
import type { ExercisePaths } from '../../course/course.ts';
import type { Check } from '../../sdk/exercise.ts';

/** By what an essay is marked. */
export interface Rubric {
  criteria: Criterion[];
}

export interface Criterion {
  /** As it is typed: `--points clarity=3`. */
  id: string;
  /** What is looked for. */
  asks: string;
  points: number;
  /** What deserves all, half and none of the points. */
  full: string;
  half: string;
  none: string;
}

const sentence = z.string().min(10);
const rubricFile = z.strictObject({
  criteria: z
    .array(
      z.strictObject({
        id: z.string().regex(/^[a-z][a-z0-9-]*$/, 'lower-case words joined by -'),
        asks: sentence,
        points: z.int().min(1),
        full: sentence,
        half: sentence,
        none: sentence,
      }),
    )
    .min(1),
});

/** `graders/exN-slug/rubric/<check>.yaml`. Throws BAD_MANIFEST when it is missing or wrong, or its points are not the check's. */
export function readRubric({ grader }: ExercisePaths, { id, points }: Pick<Check, 'id' | 'points'>): Rubric {
  const where = join(grader, 'rubric', `${id}.yaml`);
  let rubric: Rubric;
  try {
    rubric = rubricFile.parse(parse(readFileSync(where, 'utf8')));
  } catch (cause) {
    throw new LabError('BAD_MANIFEST', `the rubric cannot be read: ${messageOf(cause)}`, { where, cause });
  }
  const ids = rubric.criteria.map((criterion) => criterion.id);
  const sum = rubric.criteria.reduce((total, criterion) => total + criterion.points, 0);
  const problem =
    ids.length !== new Set(ids).size
      ? 'two criteria have one name'
      : sum !== points && `its points add up to ${sum}, the check has ${points}`;
  if (problem) throw new LabError('BAD_MANIFEST', `the rubric is wrong: ${problem}`, { where });
  return rubric;
}
