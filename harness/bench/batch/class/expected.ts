import type { GradebookRow } from '../../../batch/gradebook/gradebook.ts';
import type { CheckResult } from '../../../batch/journal/batch-lines.ts';
import type { Exercise } from '../../../sdk/exercise.ts';

/** What must come of a submission, known from what it was made of and from no grading. */
export type Expected =
  /** Every point that no person gives. */
  | { how: 'passed' }
  /** Exactly these checks, and perhaps those that may; every other one passes, or is skipped for a prerequisite. */
  | { how: 'failed'; fails: readonly string[]; mayFail?: readonly string[] }
  /** Some check: of a starter no more is known. */
  | { how: 'begun' }
  /** It fails, in whatever way. */
  | { how: 'no-marks' }
  /** Its modules cannot be loaded, so that all checks fail but those of what was written. */
  | { how: 'unloadable' }
  /** It is not graded, and the reason is this one. */
  | { how: 'invalid' | 'left-out'; says: RegExp };

/** What is otherwise in a gradebook than it must be, as a sentence; undefined where all is as known. */
export function deviation(expected: Expected, row: GradebookRow | undefined, exercise: Exercise): string | undefined {
  if (row === undefined) return 'it is not in the gradebook';
  const { reason = '', status } = row;
  const wanted = statuses[expected.how];
  if (status !== wanted) return `it is ${status}, and must be ${wanted}${because(row)}`;
  switch (expected.how) {
    case 'passed':
      return row.points?.earned === row.points?.possible ? undefined : `it has ${row.points?.earned} points`;
    case 'failed':
      return otherFailures(expected, row);
    case 'begun':
      return failedOf(row).every(({ cause }) => cause === 'wrong') ? undefined : `it crashes${because(row)}`;
    case 'no-marks':
      return undefined;
    case 'unloadable':
      return wasRun(row, exercise);
    default:
      return expected.says.test(reason) ? undefined : `it is ${status} for another reason${because(row)}`;
  }
}

const statuses = {
  passed: 'passed',
  ...{ failed: 'failed', begun: 'failed', 'no-marks': 'failed', unloadable: 'failed' },
  ...{ invalid: 'invalid', 'left-out': 'left-out' },
} as const satisfies Record<Expected['how'], GradebookRow['status']>;

function otherFailures(
  { fails, mayFail = [] }: Extract<Expected, { how: 'failed' }>,
  row: GradebookRow,
): string | undefined {
  const failed = failedOf(row).map(({ id }) => id);
  const { checks = [] } = row;
  const settled = (check: CheckResult) =>
    ['passed', 'failed', 'awaiting'].includes(check.verdict) || check.cause === 'prerequisite';
  const unsettled = checks.find((check) => !settled(check));
  if (unsettled) return `${unsettled.id} is ${unsettled.verdict}`;
  const unexpected = failed.filter((id) => !fails.includes(id) && !mayFail.includes(id));
  if (unexpected.length > 0) return `${unexpected.join(', ')} failed and should not have${because(row)}`;
  const survived = fails.filter((id) => !failed.includes(id));
  return survived.length > 0 ? `not caught by ${survived.join(', ')}` : undefined;
}

function wasRun({ checks = [] }: GradebookRow, exercise: Exercise): string | undefined {
  const isWritten = (id: string) => exercise.checks.some((check) => check.id === id && check.written !== undefined);
  const run = checks.find(({ cause, id }) => cause !== 'invalid-submission' && !isWritten(id));
  return run && `${run.id} was run`;
}

function failedOf({ checks = [] }: GradebookRow): CheckResult[] {
  return checks.filter(({ verdict }) => verdict === 'failed');
}

function because(row: GradebookRow): string {
  const [failed] = failedOf(row);
  const said = row.reason ?? (failed && `${failed.id}: ${failed.says ?? failed.cause}`);
  return said === undefined ? '' : ` (${said})`;
}
