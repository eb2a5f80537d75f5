import type { CheckVerdict, Points } from '../../grading/grade-report.ts';
import { type Gradebook, type GradebookRow, gradebookOf, type RowStatus } from '../gradebook/gradebook.ts';
import type { BatchLine } from '../journal/batch-lines.ts';
import { type Because, becauseOf } from './because.ts';

/** What one session of a batch made of grades that there were before it. Plain data. */
export interface SessionChanges {
  /** ISO 8601: its end. */
  at: string;
  /** By student and exercise. */
  changes: Change[];
  /** Answers that were graded again and came to the same. */
  same: number;
}

/** One answer that has come to something else. */
export interface Change {
  student: string;
  exercise: string;
  /** By the points that are earned. `other`: they are the same, or one side has none. */
  way: 'up' | 'down' | 'other';
  before: Side;
  after: Side;
  /** The checks that came to something else. */
  checks: { id: string; before?: CheckSide; after?: CheckSide }[];
  /** Why it was graded again. */
  because: Because[];
}

interface Side {
  status: RowStatus;
  points?: Points;
}

interface CheckSide {
  verdict: CheckVerdict;
  earned: number;
}

/**
 * What has changed from each session that came to its end to the next one, newest first; sessions in which nothing was
 * graded again are left out. A session that was killed or interrupted counts with the one that went on.
 */
export function changesOf(lines: readonly BatchLine[]): SessionChanges[] {
  const sessions: SessionChanges[] = [];
  let before: Gradebook | undefined;
  for (const [at, line] of lines.entries()) {
    if (line.kind !== 'ended' || line.how !== 'done') continue;
    const after = gradebookOf(lines.slice(0, at + 1));
    if (before) sessions.push({ at: line.at, ...compare(before, after) });
    before = after;
  }
  return sessions.filter(({ changes, same }) => changes.length + same > 0).reverse();
}

function compare(before: Gradebook, after: Gradebook): Omit<SessionChanges, 'at'> {
  const known = new Map(before.rows.map((row) => [nameOf(row), row]));
  const again = after.rows.flatMap((row) => {
    const earlier = known.get(nameOf(row));
    return earlier && wasDoneAgain(earlier, row) ? [changeOf(earlier, row)] : [];
  });
  const changes = again.filter(isChange);
  return { changes, same: again.length - changes.length };
}

function nameOf({ exercise, student }: GradebookRow): string {
  return JSON.stringify([student, exercise]);
}

/** Not only looked at again: a submission that is left out or invalid is found so in every session. */
function wasDoneAgain(before: GradebookRow, after: GradebookRow): boolean {
  return before.status !== after.status || before.evidence !== after.evidence;
}

function changeOf(before: GradebookRow, after: GradebookRow): Change {
  const { exercise, student } = after;
  const difference = before.points && after.points ? after.points.earned - before.points.earned : 0;
  return {
    student,
    exercise,
    way: difference === 0 ? 'other' : difference > 0 ? 'up' : 'down',
    before: sideOf(before),
    after: sideOf(after),
    checks: checksThatChanged(before, after),
    because: becauseOf(before, after),
  };
}

function isChange({ after, before, checks }: Change): boolean {
  const facts = ({ points, status }: Side) =>
    JSON.stringify([status, points?.earned, points?.possible, points?.awaiting]);
  return facts(before) !== facts(after) || checks.length > 0;
}

function sideOf({ points, status }: GradebookRow): Side {
  return { status, ...(points && { points }) };
}

/** None where one side has no checks: that says nothing of each. */
function checksThatChanged({ checks: old }: GradebookRow, { checks: now }: GradebookRow): Change['checks'] {
  if (!old || !now) return [];
  const ids = new Set([...old, ...now].map(({ id }) => id));
  return [...ids].flatMap((id) => {
    const [before, after] = [old, now].map((checks) => checks.find((check) => check.id === id));
    if (before?.verdict === after?.verdict && before?.earned === after?.earned) return [];
    const side = (check: typeof before) => check && { verdict: check.verdict, earned: check.earned };
    return [{ id, before: side(before), after: side(after) }];
  });
}
