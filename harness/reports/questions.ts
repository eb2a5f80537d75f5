import type { Asked } from '../grading/written/asked.ts';
import type { TerminalOptions } from './check-lines.ts';
import { styleFor } from './style.ts';
import { harmlessLine, wrap } from './text.ts';

/** The questions of written parts, as their student is to answer them. */
export function renderQuestions(parts: readonly Asked[], { color, width }: TerminalOptions): string[] {
  const style = styleFor(color);
  return parts.flatMap(({ file, questions, seed, words }) => {
    const head = style('bold', harmlessLine(file));
    if (words)
      return [
        head,
        `  a text of ${words.least} to ${words.most} words, marked by a person; the task says what it is about`,
        '',
      ];
    return [
      head,
      ...(seed ? wrap(seedText(seed.value, file), width, '  ') : []),
      ...questions.flatMap(({ form, id, meanings, text }) => [
        '',
        `  ${style('bold', id)}`,
        ...wrap(text, width, '    '),
        ...meanings.flatMap(([word, meaning]) => wrap(`${word}: ${meaning}`, width, '      ')),
        ...wrap(`answer: ${form}`, width, '    ').map((line) => style('dim', line)),
      ]),
      '',
    ];
  });
}

function seedText(seed: number | undefined, file: string): string {
  if (seed !== undefined) return `Your numbers follow from seed: ${seed}. Keep it.`;
  return `Your numbers follow from a seed of yours, and ${file} has none yet: write a whole number from 1 to 999999999 there, your student number for instance, as in \`seed: 4711\`. Until then a number's name stands in its place.`;
}
