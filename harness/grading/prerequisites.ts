import type { Check } from '../sdk/exercise.ts';
import type { CheckOutcome } from './grade-report.ts';

const noTime = { total: 0, cluster: 0, student: 0 };

/** The outcome of a check whose prerequisites did not pass; undefined when it may be run. */
export function blockedBy(
  { requires = [] }: Check,
  outcomes: ReadonlyMap<string, CheckOutcome>,
): CheckOutcome | undefined {
  const failed = requires.find((id) => !isMet(outcomes.get(id)));
  if (failed === undefined) return undefined;
  const because = outcomes.get(failed)?.verdict === 'errored' ? 'could not be graded' : 'did not pass';
  return { verdict: 'skipped', cause: 'prerequisite', reason: `${failed} ${because}`, timing: noTime };
}

/** What a person marks, or will mark, has passed all that can be said of it now. */
function isMet(outcome: CheckOutcome | undefined): boolean {
  return outcome !== undefined && ['passed', 'awaiting', 'reviewed'].includes(outcome.verdict);
}
