import type { AnyFunction } from '../sdk/values.ts';

/**
 * A function of the harness's that reaches the student as one that returns nothing and does not wait, in place of one
 * that returns a promise. What the harness's own function comes to is dropped.
 */
export class Immediate {
  readonly call: AnyFunction;
  /** Which of its calls, from 1, throws in the student's program, at once; undefined: none. */
  readonly throwsAt: number | undefined;
  constructor(call: AnyFunction, throwsAt?: number) {
    this.call = call;
    this.throwsAt = throwsAt;
  }
}
