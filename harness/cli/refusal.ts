import { describeError, LabError } from '../core/errors.ts';
import { withoutPasswords } from '../core/without-passwords.ts';

/** What an error is to the one who typed the command. */
export interface Refusal {
  exitCode: number;
  /** What was found, why, and the next command; a stack only for what nobody expected. */
  lines: string[];
}

export function refusal(error: unknown): Refusal {
  const [first = '', ...causes] = describeError(error);
  // A message may end with its cause.
  const more = causes.filter((line) => !first.includes(line.replace(/^because: /, '')));
  const lines = [`lab: ${first}`, ...more.map((line) => `     ${line}`)].map(withoutPasswords);
  if (error instanceof LabError) return { exitCode: error.exitCode, lines: [...lines, `     next: ${error.next}`] };
  return { exitCode: 2, lines: error instanceof Error && error.stack ? [...lines, error.stack] : lines };
}
