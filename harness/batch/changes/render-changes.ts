import { harmlessLine } from '../../reports/text.ts';
import type { RowStatus } from '../gradebook/gradebook.ts';
import { whenText } from '../words.ts';
import type { Change, SessionChanges } from './changes.ts';

/** `3 up, 1 down, because the grader changed (4)`: what a person wants to know of a regrade first. */
export function changesLine({ changes, same }: SessionChanges): string {
  const count = (way: Change['way']) => changes.filter((change) => change.way === way).length;
  const parts = [
    `${count('up')} up`,
    `${count('down')} down`,
    ...(count('other') > 0 ? [`${count('other')} otherwise`] : []),
    ...(same > 0 ? [`${same} the same`] : []),
  ];
  const reasons = new Map<string, number>();
  for (const { says } of changes.flatMap(({ because }) => because)) reasons.set(says, (reasons.get(says) ?? 0) + 1);
  const because = [...reasons].sort(([, a], [, b]) => b - a).map(([says, times]) => `${says} (${times})`);
  return `${parts.join(', ')}${because.length > 0 ? `, because ${because.join(', ')}` : ''}`;
}

/** `40/85 → 85/85`; in words where one side has no points. */
export function sidesText({ after, before }: Change): string {
  return `${sideText(before)} → ${sideText(after)}`;
}

/** `row-lost: failed → passed (0 → 40)`. */
export function checkText({ after, before, id }: Change['checks'][number]): string {
  const verdicts = `${before?.verdict ?? 'not there'} → ${after?.verdict ?? 'not there'}`;
  return `${id}: ${verdicts} (${before?.earned ?? '–'} → ${after?.earned ?? '–'})`;
}

/** changes.md: every session in which something was graded again, newest first. */
export function renderChanges(sessions: readonly SessionChanges[]): string {
  const parts = sessions.flatMap((session) => [
    `## ${whenText(session.at)}: ${changesLine(session)}`,
    '',
    ...session.changes.flatMap(linesOf),
    ...(session.changes.length > 0 ? [''] : []),
  ]);
  const none = ['Nothing has been graded a second time.', ''];
  return ['# What changed from one grading to the next', '', ...(parts.length > 0 ? parts : none)].join('\n');
}

export function renderChangesJson(sessions: readonly SessionChanges[]): string {
  return `${JSON.stringify({ version: 1, sessions }, null, 2)}\n`;
}

function linesOf(change: Change): string[] {
  const { because, checks, exercise, student } = change;
  const name = `${code(student)}${exercise === '' ? '' : ` ${exercise}`}`;
  return [
    `- ${name}: ${sidesText(change)}, because ${because.map(({ says }) => says).join(' and ')}`,
    ...checks.map((check) => `  - ${checkText(check)}`),
  ];
}

/** A name is no Markdown, whatever signs it has. */
function code(name: string): string {
  const text = harmlessLine(name);
  const longest = Math.max(0, ...Array.from(text.matchAll(/`+/g), ([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return longest === 0 ? `${fence}${text}${fence}` : `${fence} ${text} ${fence}`;
}

function sideText({ points, status }: Change['before']): string {
  if (!points) return statusWords[status] ?? status;
  const awaiting = points.awaiting ? `, awaiting ${points.awaiting}` : '';
  return `${points.earned}/${points.possible}${awaiting}${status === 'invalid' ? ' (invalid)' : ''}`;
}

const statusWords: Partial<Record<RowStatus, string>> = {
  errored: 'no grade, by our fault',
  incomplete: 'no complete grade',
  'left-out': 'left out',
  waiting: 'not graded',
};
