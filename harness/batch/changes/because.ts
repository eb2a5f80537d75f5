import type { GradebookRow } from '../gradebook/gradebook.ts';
import type { GradeFacts } from '../journal/batch-lines.ts';

/**
 * Why an answer was graded again: a part of what its grade depends on is another one; or `fault`: it had failed by our
 * fault; `review`: a person has marked it; `request`: nobody changed anything; `unknown`: the journal is an older one.
 */
export interface Because {
  part: keyof GradeFacts | 'fault' | 'review' | 'request' | 'unknown';
  /** After `because`. */
  says: string;
}

/** At least one, most telling first. */
export function becauseOf(before: GradebookRow, after: GradebookRow): Because[] {
  const parts = [...partsThatChanged(before, after), ...marked(before, after)];
  if (parts.length > 0) return parts;
  if (before.status === 'errored' || before.status === 'waiting' || before.status === 'incomplete')
    return [{ part: 'fault', says: 'it could not be graded before' }];
  if (!before.facts || !after.facts)
    return [{ part: 'unknown', says: 'of something that an older journal does not tell' }];
  return [{ part: 'request', says: 'it was asked for; nothing that a grade depends on has changed' }];
}

/** What was not graded has no facts: then it was what is handed in that changed. */
function partsThatChanged(before: GradebookRow, after: GradebookRow): Because[] {
  const [old, now] = [before.facts, after.facts];
  const ungraded = [before, after].some(({ status }) => status === 'invalid' || status === 'left-out');
  const newFiles = before.submission !== undefined && now !== undefined && before.submission !== now.submission;
  if (ungraded || (!old && newFiles)) return [{ part: 'submission', says: words.submission }];
  if (!old || !now) return [];
  const parts = (Object.keys(words) as (keyof GradeFacts)[]).filter((part) => old[part] !== now[part]);
  return parts.map((part) => ({ part, says: part in named ? `${words[part]} (${old[part]} before)` : words[part] }));
}

const words: Record<keyof GradeFacts, string> = {
  submission: 'the submission changed',
  grader: 'the grader changed',
  harness: 'the harness changed',
  engine: 'the engine changed',
  postgres: 'PostgreSQL changed',
  secret: 'the secret changed, and with it the data',
};

/** What is called by its name, and is no hash. */
const named: Partial<Record<keyof GradeFacts, true>> = { engine: true, postgres: true };

function marked(before: GradebookRow, after: GradebookRow): Because[] {
  const reviewed = ({ points }: GradebookRow) => points?.reviewed ?? 0;
  return reviewed(before) === reviewed(after) ? [] : [{ part: 'review', says: 'a person has marked it' }];
}
