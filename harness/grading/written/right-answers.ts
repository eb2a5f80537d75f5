import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { LabError, messageOf } from '../../core/errors.ts';
import type { ExercisePaths } from '../../course/course.ts';
import type { Answer } from './answer.ts';
import type { Numbers } from './numbers.ts';

/** What `graders/exN-slug/answers.ts` exports as its default: by file and question, what is right. */
export type RightAnswers = Readonly<Record<string, Readonly<Record<string, RightAnswer>>>>;

export interface RightAnswer {
  /**
   * choice: the word, or several of which each is right. several: all that must be chosen. number: the number.
   * yes-no: `yes` or `no`. table: for each cell the word, or several of which each is right.
   */
  right: FromNumbers<RightValue>;
  /** several: words that may be chosen besides. */
  may?: readonly string[];
  /** What is to be learned from wrong answers that one can foresee; not shown where it would give the right one away. */
  mistakes?: readonly ForeseenMistake[];
}

export interface ForeseenMistake {
  /** choice, yes-no, number: the answer. several: a word that is chosen. table: some of its cells. */
  answer: FromNumbers<RightValue>;
  /** A sentence to the student. */
  says: string;
}

export type RightValue = string | number | readonly string[] | RightTable;
export type RightTable = Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
type FromNumbers<T> = T | ((numbers: Numbers) => T);

/** The right answers of an exercise; undefined where this copy of the course has none. Throws BAD_MANIFEST. */
export async function loadRightAnswers({ grader }: Pick<ExercisePaths, 'grader'>): Promise<RightAnswers | undefined> {
  const file = join(grader, 'answers.ts');
  if (!existsSync(file)) return undefined;
  try {
    return ((await import(pathToFileURL(file).href)) as { default: RightAnswers }).default;
  } catch (cause) {
    throw new LabError('BAD_MANIFEST', `the right answers cannot be read: ${messageOf(cause)}`, { where: file, cause });
  }
}

/** Whether an answer is the right one. */
export function isRight(answer: Answer, spec: RightAnswer, form: { decimals?: number }, numbers: Numbers): boolean {
  const right = valueFrom(spec.right, numbers);
  if (Array.isArray(answer) && Array.isArray(right)) {
    const allowed = [...(right as string[]), ...(spec.may ?? [])];
    return right.every((word) => answer.includes(word)) && answer.every((word) => allowed.includes(word));
  }
  return agrees(answer, right, form);
}

/** What is said of the first foreseen mistake that the answer makes. */
export function mistakeIn(
  answer: Answer,
  spec: RightAnswer,
  form: { decimals?: number },
  numbers: Numbers,
): string | undefined {
  return spec.mistakes?.find((mistake) => agrees(answer, valueFrom(mistake.answer, numbers), form))?.says;
}

function valueFrom(value: FromNumbers<RightValue>, numbers: Numbers): RightValue {
  return typeof value === 'function' ? value(numbers) : value;
}

/** Of a list one word is enough, of a table the cells that `value` names. */
function agrees(answer: Answer, value: RightValue, { decimals = 0 }: { decimals?: number }): boolean {
  if (typeof answer === 'number') return typeof value === 'number' && isClose(answer, value, decimals);
  if (typeof answer === 'string')
    return typeof value === 'string' ? value === answer : isWords(value) && value.includes(answer);
  if (isWords(answer))
    return typeof value === 'string'
      ? answer.includes(value)
      : isWords(value) && value.every((word) => answer.includes(word));
  if (typeof value !== 'object' || isWords(value)) return false;
  const cells = Object.entries(value).flatMap(([row, columns]) =>
    Object.entries(columns).map((cell) => [row, ...cell] as const),
  );
  return cells.every(([row, column, word]) => {
    const said = answer[row]?.[column];
    return said !== undefined && (typeof word === 'string' ? word === said : word.includes(said));
  });
}

/** Cut off or rounded at the last digit that is asked for. */
function isClose(answer: number, right: number, decimals: number): boolean {
  const unit = 10 ** -decimals;
  const scaled = right / unit;
  const exact = Math.abs(scaled - Math.round(scaled)) < 1e-6;
  const distance = Math.abs(answer - right);
  return exact ? distance < unit * 1e-6 : distance < unit * (1 - 1e-6);
}

function isWords(value: Answer | RightValue): value is readonly string[] {
  return Array.isArray(value);
}
