import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AnswersFile, Question, Words, WrittenPart } from '../../sdk/written.ts';
import { formOf, meaningOf, wordsOf } from './answer.ts';
import { hasNumbers, numbersFor, textWith } from './numbers.ts';
import { readAnswers } from './read-answers.ts';

/** A written part as it is put to one student. Plain data. */
export interface Asked {
  file: string;
  /** From it the numbers of the questions follow; undefined where no question has any. */
  seed?: { value: number | undefined };
  questions: AskedQuestion[];
  /** Of an essay. */
  words?: { least: number; most: number };
}

export interface AskedQuestion {
  id: string;
  text: string;
  /** How the answer is to look. */
  form: string;
  /** Words and what they stand for. */
  meanings: [word: string, meaning: string][];
}

/** What is asked of whoever's files lie in `folder`: with the numbers that follow from the seeds that stand there. */
export function askedOf(parts: readonly WrittenPart[], slug: string, folder: string): Asked[] {
  return parts.map((part) => {
    if (part.kind === 'essay') return { file: part.file, words: part.words, questions: [] };
    const seed = part.questions.some(hasNumbers) ? { value: seedOf(part, folder) } : undefined;
    const questions = part.questions.map((question) => asked(question, `${slug}/${part.file}`, seed?.value));
    return { file: part.file, seed, questions };
  });
}

function asked(question: Question, purpose: string, seed: number | undefined): AskedQuestion {
  const numbers = seed === undefined ? undefined : numbersFor(seed, purpose, question);
  const words = listsOf(question).flatMap((list) =>
    wordsOf(list).map((word) => [word, meaningOf(list, word)] as const),
  );
  const meanings = words.filter((pair): pair is [string, string] => pair[1] !== undefined);
  return { id: question.id, text: textWith(question, numbers), form: formOf(question), meanings };
}

function listsOf(question: Question): Words[] {
  if (question.kind === 'choice' || question.kind === 'several') return [question.of];
  return question.kind === 'table' ? [question.rows, question.columns, question.cells] : [];
}

function seedOf(part: AnswersFile, folder: string): number | undefined {
  try {
    return readAnswers(readFileSync(join(folder, part.file)), part).seed;
  } catch {
    return undefined; // no file yet
  }
}
