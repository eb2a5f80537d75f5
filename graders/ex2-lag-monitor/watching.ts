import { type CheckContext, Immediate, NotYet, type Student, StudentFault, waitUntil } from '#harness/grading';

interface Means {
  /** Fires its signal; one that has fired before is passed on so. */
  abort?: AbortController;
  /** Called with each report after it was noted. */
  receive?: (report: unknown) => unknown;
  /** Makes onReport a function that returns nothing, and whose call of this number throws. */
  throwsAt?: number;
}

/** One running watchLag. */
export class Watching {
  /** What onReport was called with, oldest first. */
  readonly reports: unknown[] = [];
  /** Whether watchLag has ended, and how. */
  ended: { fault?: StudentFault } | undefined;
  readonly #abort: AbortController;
  readonly #signal: AbortSignal;

  /** Calls watchLag. */
  constructor(context: CheckContext, program: Student, options: object, { abort, receive, throwsAt }: Means = {}) {
    this.#signal = context.signal;
    this.#abort = abort ?? new AbortController();
    const { leader, follower } = context.cluster;
    const onReport = (report: unknown) => {
      this.reports.push(report);
      return receive?.(report);
    };
    const servers = { leaderUrl: leader.url, followerUrl: follower.url };
    const receiver = throwsAt === undefined ? onReport : new Immediate(onReport, throwsAt);
    program.call('watchLag', [{ ...servers, ...options }, receiver, this.#abort.signal]).then(
      () => {
        this.ended = {};
      },
      (fault: unknown) => {
        this.ended = fault instanceof StudentFault ? { fault } : {};
      },
    );
  }

  abort(): void {
    this.#abort.abort();
  }

  /** Whether the condition came to hold in time, and before the watch ended. */
  async until(what: string, holds: () => boolean, timeout: number): Promise<boolean> {
    const probe = () => holds() || this.ended !== undefined || new NotYet(`${this.reports.length} reports`);
    await waitUntil(what, probe, { timeout, signal: this.#signal }).catch(() => this.#signal.throwIfAborted());
    return holds();
  }

  /** Whether it has ended within `timeout` ms. */
  async isOver(timeout: number): Promise<boolean> {
    const probe = () => this.ended !== undefined;
    await waitUntil('watchLag to end', probe, { timeout, signal: this.#signal }).catch(() =>
      this.#signal.throwIfAborted(),
    );
    return this.ended !== undefined;
  }

  get lastState(): unknown {
    const last = this.reports.at(-1);
    return typeof last === 'object' && last !== null && 'state' in last ? last.state : last;
  }
}

/** A report that no other is equal to. */
export function madeUpReport({ random }: CheckContext): object {
  const receiveBytes = BigInt(random.int(1, 0x7fff_ffff));
  return {
    state: 'streaming',
    receiveBytes,
    replayBytes: receiveBytes + BigInt(random.int(1, 0x7fff_ffff)),
    seconds: random.int(1, 99_999) / 1000,
  };
}

/** Whether a report arrived as it was made: its members are plain values. */
export function isSame(made: object, arrived: unknown): boolean {
  const members = new Map<string, unknown>(typeof arrived === 'object' && arrived ? Object.entries(arrived) : []);
  return Object.entries(made).every(([name, value]) => members.get(name) === value);
}
