import { must, overdue } from '#harness/grading';
import type { Timeouts } from './config.ts';

/** One call of a method, and what has become of it. Times are milliseconds of the grader's clock. */
export interface Answer {
  /** As a student reads it: `updateInventory(101, 7)`. */
  what: string;
  begun: number;
  /** Undefined while there is no answer. */
  ended?: number;
  outcome: 'open' | 'done' | 'failed';
  /** What it resolved to. */
  value?: unknown;
  /** The `code` of its error, and its words. */
  code?: unknown;
  words?: string;
  /** Milliseconds that the README gives it. */
  bound: number;
}

/** A call of updateInventory. */
export interface Update extends Answer {
  id: number;
  quantity: number;
}

/**
 * How often at least, and for how many milliseconds, the grader asks when an answer may be a busy machine's: one with
 * many times the work it can do was seen to let in nobody within 800 ms for four seconds.
 */
const attempts = 5;
const persistence = 12_000;

/** Asks again as long as an answer came, but too late, or one of a well server that may not have answered in time. */
export async function asked<Given extends Answer>(ask: () => Promise<Given>, wellFor?: Timeouts): Promise<Given> {
  const since = performance.now();
  for (let attempt = 1; ; attempt += 1) {
    const answer = await ask();
    const blameless = isLate(answer) || (wellFor !== undefined && mayBeBusy(answer, wellFor));
    if (answer.outcome === 'open' || !blameless) return answer;
    if (attempt >= attempts && performance.now() - since >= persistence) return answer;
  }
}

/** Whether a call to a well server failed after a time in which it may really not have let in or answered. */
export function mayBeBusy(answer: Answer, { connect, query }: Timeouts): boolean {
  const unlucky = answer.code === 'UNAVAILABLE' || answer.code === 'UNKNOWN';
  return answer.outcome === 'failed' && unlucky && took(answer) >= Math.min(connect, query) / 2;
}

function isLate(answer: Answer): boolean {
  return overdue([answer], answer.bound, performance.now()).length > 0;
}

/** `circumstances` is a sentence without its full stop. */
export function mustBeInTime(answer: Answer, circumstances: string): void {
  must(!isLate(answer), `${circumstances}, and ${answer.what} was not answered in time.`, {
    expected: `an answer within ${answer.bound} ms`,
    actual:
      answer.ended === undefined ? `none after ${took(answer)} ms` : `${inWords(answer)}, after ${took(answer)} ms`,
  });
}

/** It was answered at all. For calls that cannot be asked again, so that a busy machine may have made them late. */
export function mustBeAnswered(answer: Answer, circumstances: string): void {
  must(answer.outcome !== 'open', `${circumstances}, and ${answer.what} was never answered.`, {
    expected: `an answer within ${answer.bound} ms`,
    actual: `none after ${took(answer)} ms`,
  });
}

export function mustBeDone(answer: Answer, circumstances: string): void {
  mustBeInTime(answer, circumstances);
  must(answer.outcome === 'done', `${circumstances}, and ${answer.what} failed.`, {
    expected: 'a result',
    actual: `${inWords(answer)}, after ${took(answer)} ms`,
  });
}

/** It rejects in time, with one of the codes. */
export function mustFail(answer: Answer, circumstances: string, codes: readonly string[]): void {
  mustBeInTime(answer, circumstances);
  must(answer.outcome === 'failed', `${circumstances}, and ${answer.what} did not fail.`, {
    expected: codeWords(codes),
    actual: inWords(answer),
  });
  mustSay(answer, circumstances, codes);
}

/** If it failed, then with one of the codes. */
export function mustSay(answer: Answer, circumstances: string, codes: readonly string[]): void {
  const isSaid = answer.outcome !== 'failed' || codes.some((code) => code === answer.code);
  const rationale = `${circumstances}, and the error of ${answer.what} is another one.`;
  must(isSaid, rationale, { expected: codeWords(codes), actual: inWords(answer) });
}

function codeWords(codes: readonly string[]): string {
  return `an error whose code is ${codes.map((code) => `'${code}'`).join(' or ')}`;
}

/** Milliseconds that an answer took, or that it has been waited for. */
function took({ begun, ended = performance.now() }: Answer): number {
  return Math.round(ended - begun);
}

function inWords({ outcome, value, code, words }: Answer): unknown {
  if (outcome === 'open') return 'no answer';
  return outcome === 'done' ? { resolved: value } : `an error, code ${String(code)}: ${words}`;
}
