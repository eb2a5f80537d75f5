import type { ExitStatus } from '../broker/broker.ts';

/** Why a student's code did not do what it was called for; the verdict's `cause`. */
export type FaultCause = 'wrong' | 'timeout' | 'memory' | 'crash' | 'violation';

interface FaultDetails {
  stack?: string;
  thrown?: { value: unknown };
  exit?: ExitStatus;
}

/**
 * The student's code failed: it threw (`wrong`), did not finish in time, ran out of memory, ended its process, or broke
 * the protocol or a limit. Never used for faults of the harness.
 */
export class StudentFault extends Error {
  override readonly cause: FaultCause;
  /** What the function threw, decoded; only for `wrong`. `undefined` when nothing was thrown, or `undefined` was. */
  readonly thrown: unknown;
  /** How the process ended, where it did. */
  readonly exit: ExitStatus | undefined;

  constructor(cause: FaultCause, message: string, details: FaultDetails = {}) {
    super(message);
    this.name = 'StudentFault';
    this.cause = cause;
    this.thrown = details.thrown?.value;
    this.exit = details.exit;
    // The harness's own frames say nothing about the student's code: only the student's are shown.
    Object.defineProperty(this, 'stack', { value: details.stack, configurable: true, writable: true });
  }
}
