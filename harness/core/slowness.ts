import { readFileSync } from 'node:fs';

/** What the scheduler has given the main thread of this process, in milliseconds since it started. */
export interface Turns {
  /** Of a processor. */
  ran: number;
  /** Ready to run, while others did. */
  waited: number;
}

/** Undefined where the system does not tell. Source: the first two fields of Linux' /proc/PID/schedstat, nanoseconds. */
export function turns(): Turns | undefined {
  try {
    const [ran = Number.NaN, waited = Number.NaN] = readFileSync('/proc/self/schedstat', 'latin1')
      .split(' ')
      .map(Number);
    return Number.isFinite(ran + waited) ? { ran: ran / 1e6, waited: waited / 1e6 } : undefined;
  } catch {
    return undefined;
  }
}

/** How many times longer than by itself this process took for its work in between: 1 where it never waited for others. */
export function slowness(from: Turns, to: Turns): number {
  const ran = Math.max(to.ran - from.ran, 1);
  return (ran + Math.max(to.waited - from.waited, 0)) / ran;
}
