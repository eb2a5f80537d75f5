import { z } from 'zod';
import type { Exercise } from '../sdk/exercise.ts';
import type { Question } from '../sdk/written.ts';

const key = z.string().regex(/^[a-z][a-z0-9-]*$/, 'lower-case words joined by -');
const sentence = z.string().min(10);
const words = z.union([z.array(z.string().min(1)).min(2), z.record(z.string().min(1), z.string())]);
const range = z
  .strictObject({ from: z.int().min(1), to: z.int(), shown: z.enum(['number', 'lsn']).optional() })
  .refine(({ from, to }) => to > from && to - from < 2 ** 32, 'from is less than to, by less than 2^32');

const question = {
  id: key,
  asks: sentence,
  numbers: z.record(z.string().regex(/^[a-z]\w*$/), range).optional(),
  hint: sentence.optional(),
  lecture: z
    .string()
    .regex(/^[0-9a-z-]+#[a-z0-9-]+$/, 'chapter#heading-id')
    .optional(),
};

const questionOfKind: z.ZodType<Question> = z.discriminatedUnion('kind', [
  z.strictObject({ ...question, kind: z.literal('choice'), of: words }),
  z.strictObject({ ...question, kind: z.literal('several'), of: words }),
  z.strictObject({
    ...question,
    kind: z.literal('number'),
    unit: z.string().min(1),
    decimals: z.int().min(0).max(6).optional(),
  }),
  z.strictObject({ ...question, kind: z.literal('yes-no') }),
  z.strictObject({ ...question, kind: z.literal('table'), rows: words, columns: words, cells: words }),
]);

export const writtenPart = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('answers'),
    file: z.string().regex(/^[\w/-]+\.ya?ml$/, 'a path that ends in .yaml'),
    questions: z.array(questionOfKind).min(1),
  }),
  z.strictObject({
    kind: z.literal('essay'),
    file: z.string().regex(/^[\w/-]+\.md$/, 'a path that ends in .md'),
    words: z
      .strictObject({ least: z.int().min(1), most: z.int() })
      .refine(({ least, most }) => most > least, 'least is less than most'),
  }),
]);

export const writtenCheck = z.strictObject({ file: z.string(), questions: z.array(key).min(1).optional() });

/** What no single field of the written parts shows: names that lead nowhere or are taken, questions that nobody asks. */
export function writtenContradictions({ checks, written = [] }: Exercise): string[] {
  const problems = repeated(written.map(({ file }) => file)).map((file) => `two written parts are ${file}`);
  for (const part of written) {
    if (part.kind !== 'answers') continue;
    for (const id of repeated(part.questions.map((each) => each.id)))
      problems.push(`two questions of ${part.file} are ${id}`);
    for (const each of part.questions)
      problems.push(...questionProblems(each).map((problem) => `${part.file}, ${each.id}: ${problem}`));
  }
  for (const check of checks) {
    const { id, written: judged, requires = [] } = check;
    if (!judged) {
      const late = requires.filter((other) => checks.some((each) => each.id === other && each.written));
      if (late.length > 0) problems.push(`${id} is a check of the grader and cannot require ${late.join(', ')}`);
      continue;
    }
    const part = written.find(({ file }) => file === judged.file);
    const ids = part?.kind === 'answers' ? part.questions.map((each) => each.id) : [];
    if (!part) problems.push(`${id} judges ${judged.file}, which is no written part`);
    for (const name of judged.questions ?? [])
      if (part && !ids.includes(name)) problems.push(`${id} judges ${name}, which is no question of ${judged.file}`);
  }
  return problems;
}

function questionProblems({ id, asks, numbers = {} }: Question): string[] {
  const used = [...asks.matchAll(/\{(\w+)\}/g)].map((match) => match[1] as string);
  return [
    ...(id === 'seed' ? ['the key is taken'] : []),
    ...used.filter((name) => !Object.hasOwn(numbers, name)).map((name) => `it has no number {${name}}`),
    ...Object.keys(numbers).flatMap((name) => (used.includes(name) ? [] : [`its text does not say {${name}}`])),
  ];
}

function repeated(names: readonly string[]): string[] {
  return names.filter((name, at) => names.indexOf(name) !== at);
}
