import type { Question, Words } from '../../sdk/written.ts';

/** An answer in its form: `yes` or `no` or another word, a number, words in the order of the manifest, a table. */
export type Answer = string | number | readonly string[] | AnswerTable;

/** Row, column, word. */
export type AnswerTable = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** How an answer is to look, as a student reads it. */
export function formOf(question: Question): string {
  switch (question.kind) {
    case 'choice':
      return `one of ${wordsOf(question.of).join(', ')}`;
    case 'several':
      return `a list [a, b] of those that apply: ${wordsOf(question.of).join(', ')}`;
    case 'number':
      if (!question.decimals) return `a whole number of ${question.unit}`;
      return `a number of ${question.unit}, with ${question.decimals} decimal${question.decimals === 1 ? '' : 's'}`;
    case 'yes-no':
      return 'yes or no';
    case 'table':
      return `for each of ${wordsOf(question.rows).join(', ')}: ${wordsOf(question.columns).join(', ')}, each ${wordsOf(question.cells).join(' or ')}`;
  }
}

export function wordsOf(words: Words): readonly string[] {
  return isList(words) ? words : Object.keys(words);
}

/** What a word stands for, where the manifest says it. */
export function meaningOf(words: Words, word: string): string | undefined {
  return isList(words) ? undefined : words[word];
}

/** Whether whoever hears that an answer is wrong knows the right one. */
export function hasTwoAnswers(question: Question): boolean {
  if (question.kind === 'yes-no') return true;
  return question.kind === 'choice' && wordsOf(question.of).length === 2;
}

function isList(words: Words): words is readonly string[] {
  return Array.isArray(words);
}
