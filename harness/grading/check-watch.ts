import type { Reporter, TestCase, TestModule } from 'vitest/node';
import { deadline } from '../core/clock.ts';
import type { Exercise } from '../sdk/exercise.ts';
import type { CheckOutcome } from './grade-report.ts';

export interface CheckListener {
  /** Called as each check begins. */
  began?: (id: string) => void;
  /** Called as each check is settled. */
  settled?: (id: string, outcome: CheckOutcome) => void;
}

/**
 * Follows the checks of one worker through what vitest reports, and says when one takes so long that its worker cannot
 * be working any more.
 */
export class CheckWatch implements Reporter, Disposable {
  readonly errors: string[] = [];
  readonly outcomes = new Map<string, CheckOutcome>();
  listener: CheckListener = {};
  readonly #exercise: Exercise;
  readonly #overhead: number;
  readonly #hangs: () => void;
  readonly #clocks = new Map<string, Disposable>();

  /** `overhead`: milliseconds beyond a check's own deadline after which `hangs` is called. */
  constructor(exercise: Exercise, overhead: number, hangs: () => void) {
    this.#exercise = exercise;
    this.#overhead = overhead;
    this.#hangs = hangs;
  }

  onTestCaseReady({ name }: TestCase): void {
    this.begins(name);
  }

  /** Starts the clock of a check, once. */
  begins(name: string): void {
    if (this.#clocks.has(name) || this.outcomes.has(name)) return;
    const clock = deadline(this.#allowance(name) + this.#overhead, () => {
      this.errors.push(`the worker did not answer: it was ended ${this.#overhead / 1000} s after the check's own time`);
      this.#hangs();
    });
    this.#clocks.set(name, clock);
    this.listener.began?.(name);
  }

  onTestCaseResult(test: TestCase): void {
    this.#clocks.get(test.name)?.[Symbol.dispose]();
    // A test that its worker did not finish has a result of vitest's making and no outcome of ours.
    const { outcome } = test.meta();
    if (outcome) this.settle(test.name, outcome);
  }

  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly { message: string }[]): void {
    for (const module of modules) this.errors.push(...module.errors().map(({ message }) => message));
    this.errors.push(...unhandled.map(({ message }) => message));
  }

  /** An outcome, from wherever it became known first. */
  settle(id: string, outcome: CheckOutcome): void {
    if (this.outcomes.has(id)) return;
    this.outcomes.set(id, outcome);
    this.listener.settled?.(id, outcome);
  }

  /** A check that waits for its prerequisites has begun for vitest. */
  #allowance(id: string): number {
    const { deadline: own = 60_000, requires = [] } = this.#exercise.checks.find((check) => check.id === id) ?? {};
    return own + Math.max(0, ...requires.map((other) => this.#allowance(other)));
  }

  [Symbol.dispose](): void {
    for (const clock of this.#clocks.values()) clock[Symbol.dispose]();
  }
}
