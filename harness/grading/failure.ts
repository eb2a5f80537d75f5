import { inspect } from 'node:util';
import { describeError, LabError, messageOf } from '../core/errors.ts';
import type { StudentFault } from '../sandbox/student-fault.ts';
import type { Cause, Evidence, Failure, Trouble } from './grade-report.ts';

/** Lines of one piece of evidence. */
const evidenceLines = 10;

/** The student's work does not do what a check asks. Thrown by graders; anything else they throw is ours. */
export class CheckFailure extends Error {
  readonly failure: Failure;
  override readonly cause: Cause;
  constructor(failure: Failure, cause: Cause = 'wrong') {
    super(failure.rationale);
    this.name = 'CheckFailure';
    this.failure = failure;
    this.cause = cause;
  }
}

export interface FailureWords {
  /** What was expected, in words or as a value. */
  expected?: unknown;
  /** What was seen. */
  actual?: unknown;
  /** In place of the manifest's hint. */
  hint?: string;
  evidence?: Evidence[];
  /** Wall-clock milliseconds of the moment that it is about, which the timeline marks. Default: when it is stated. */
  at?: number;
}

/** Ends the check as failed. The rationale is one sentence to the student. */
export function fail(rationale: string, words: FailureWords = {}): never {
  const { hint, evidence = [] } = words;
  const failure: Failure = { rationale, hint, evidence };
  if ('expected' in words) failure.expected = inWords(words.expected);
  if ('actual' in words) failure.actual = inWords(words.actual);
  if (words.at !== undefined) failure.at = words.at;
  throw new CheckFailure(failure);
}

/** Ends the check as failed unless the condition holds. */
export function must(condition: boolean, rationale: string, words: FailureWords = {}): asserts condition {
  if (!condition) fail(rationale, words);
}

/** A fault of the student's process, as a failure of the check that called it. Its first line says it all. */
export function failureOf(fault: StudentFault): Failure {
  const [first = fault.message, ...said] = fault.message.split('\n');
  const rationale = first.replace(/; its last output:$/, '');
  const evidence: Evidence[] = [];
  const add = (title: string, lines: string[]) => {
    const telling = lines.filter((line) => line.trim() !== '').map((line) => line.slice(0, 300));
    if (telling.length > 0) evidence.push({ title, lines: telling.slice(-evidenceLines) });
  };
  // Out of memory, Node's last words are its own stack.
  if (fault.cause !== 'memory') add('what it printed last', said);
  add('where it happened', fault.stack?.split('\n') ?? []);
  return { rationale, hint: hintFor(fault), evidence };
}

/** What to try, where the fault itself tells more than any check can. */
function hintFor({ cause, message }: StudentFault): string | undefined {
  if (cause === 'crash' && /uncaught exception.*(Connection terminated|terminating connection|ECONN)/.test(message))
    return "A pg Client or Pool emits 'error' when its connection breaks; without .on('error', …) that ends the program.";
  return hints[cause];
}

/** What the manifest's hints cannot know: that a program did not come to its end has reasons of its own. */
const hints: Partial<Record<Cause, string>> = {
  timeout: 'Find the wait or the loop that does not end: print a line before and after each step.',
  memory: 'Find what grows: a list that is never emptied, or a loop that never ends.',
  crash:
    'Nothing may end the program: catch what timers and event handlers throw, give each client of pg a listener for `error`, and do not call process.exit.',
};

/** Anything else that was thrown: ours. */
export function troubleOf(thrown: unknown): Trouble {
  const [message = messageOf(thrown), ...because] = describeError(thrown);
  const stack = thrown instanceof Error ? thrown.stack : undefined;
  if (isFullDisk(thrown)) return { code: 'NO_STORAGE', message, next: 'npm run doctor', because, stack };
  if (thrown instanceof LabError) return { code: thrown.code, message, next: thrown.next, because, stack };
  return { code: 'GRADER', message, because, stack };
}

function isFullDisk(thrown: unknown): boolean {
  return thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOSPC';
}

/** A text as it is; any other value as Node shows it, on few lines. */
export function inWords(value: unknown): string {
  return typeof value === 'string' ? value : inspect(value, { depth: 4, breakLength: 100, maxArrayLength: 20 });
}
