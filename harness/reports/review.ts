import type { Rubric } from '../grading/written/rubric.ts';
import type { TerminalOptions } from './check-lines.ts';
import { styleFor } from './style.ts';
import { harmless, harmlessLine, wrap } from './text.ts';

/** One essay that a person may mark. */
export interface EssayView {
  slug: string;
  check: { id: string; title: string; points: number };
  /** As its report calls the submission. */
  submission: string;
  text: string;
  /** What was made of it, or of an earlier text, before. */
  before: string | undefined;
}

/** The essay, and what is looked for in it. */
export function renderEssay(view: EssayView, { criteria }: Rubric, { color, width }: TerminalOptions): string[] {
  const style = styleFor(color);
  const { check, slug, submission, text } = view;
  return [
    `${style('bold', `${slug} ${check.id}`)} (${check.points} points), ${harmlessLine(submission)}`,
    ...wrap(check.title, width, '  '),
    ...(view.before === undefined ? [] : wrap(view.before, width, '  ').map((line) => style('yellow', line))),
    '',
    ...harmless(text.trim())
      .split('\n')
      .flatMap((line) => wrap(line, width - 2))
      .map((line) => `│ ${line}`.trimEnd()),
    '',
    ...criteria.flatMap(({ asks, full, half, id, none, points }) => [
      `${style('bold', id)} (${points} points)`,
      ...wrap(asks, width, '  '),
      ...wrap(`${points}: ${full}`, width, '    '),
      ...wrap(`half: ${half}`, width, '    '),
      ...wrap(`0: ${none}`, width, '    '),
    ]),
    '',
  ];
}

/** One essay that nobody has marked. */
export interface AwaitingView {
  slug: string;
  check: string;
  points: number;
  submission: string;
  /** The command that shows it. */
  command: string;
  /** Whether an earlier text of it was marked. */
  again: boolean;
}

/** What awaits, one essay a line, with the command that shows it. */
export function renderAwaiting(list: readonly AwaitingView[], { color }: TerminalOptions): string[] {
  const style = styleFor(color);
  if (list.length === 0) return ['No essay of the runs that are kept here awaits a review.'];
  return [
    ...list.map(({ again, check, command, points, slug, submission }) => {
      const change = again ? ', reviewed before a change' : '';
      return `${style('bold', slug)} ${check} (${points} points${change}), ${harmlessLine(submission)}: ${command}`;
    }),
    `${list.length} ${list.length === 1 ? 'essay awaits' : 'essays await'} a review`,
  ];
}
