import type { GradeReport } from '../grading/grade-report.ts';
import type { HintStage } from '../grading/staged-hints.ts';
import type { TerminalOptions } from './check-lines.ts';
import { styleFor } from './style.ts';
import { agoText, harmless, harmlessLine, wrap } from './text.ts';

export interface HintView {
  /** As it is typed: `ex4`. */
  word: string;
  check: { id: string; title: string };
  /** Why it failed in the run that is looked at; undefined when it did not. */
  rationale: string | undefined;
  stage: HintStage;
}

/** A check, why it failed, and the hints of this stage. */
export function renderHint({ check, rationale, stage, word }: HintView, { color, width }: TerminalOptions): string[] {
  const style = styleFor(color);
  const { again, first, hints, total } = stage;
  const rest = total - (first + hints.length - 1);
  const next =
    rest > 0
      ? `${rest === 1 ? 'One more' : `${rest} more`}: npm run hint ${word}${rationale === undefined ? ` ${check.id}` : ''}`
      : `What the check does and how to look yourself: npm run explain ${word} ${check.id}`;
  return [
    style('bold', check.id),
    ...wrap(check.title, width, '  '),
    ...(rationale === undefined ? [] : wrap(harmless(rationale), width, '  ').map((line) => style('red', line))),
    '',
    ...hints.flatMap((hint, at) => [
      style('bold', `Hint ${first + at} of ${total}${again ? ', again' : ''}`),
      ...wrap(hint, width, '  '),
    ]),
    '',
    style('dim', next),
  ];
}

/** Which run is looked at. */
export function renderRunLine({ run, submission }: GradeReport, now: number): string {
  return `The latest run: ${harmlessLine(submission.path)}, ${agoText(now - Date.parse(run.startedAt))}`;
}
