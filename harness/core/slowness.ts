import { readFileSync } from 'node:fs';

/** What the scheduler has given the main thread of this process, in milliseconds since it started. */
export interface Turns {
  /** Of a processor. */
  ran: number;
  /** Ready to run, while others did. */
  waited: number;
  /** How long that was, by a clock that does not jump. */
  at: number;
}

/** Undefined where the system does not tell. Source: the first two fields of Linux' /proc/PID/schedstat, nanoseconds. */
export function turns(): Turns | undefined {
  try {
    const [ran = Number.NaN, waited = Number.NaN] = readFileSync('/proc/self/schedstat', 'latin1')
      .split(' ')
      .map(Number);
    return Number.isFinite(ran + waited) ? { ran: ran / 1e6, waited: waited / 1e6, at: performance.now() } : undefined;
  } catch {
    return undefined;
  }
}

/**
 * How a machine has treated this process in between: how many times longer than by itself its work took, 1 where it never
 * waited, and the share of the time in which it waited.
 */
export function treatment(from: Turns, to: Turns): { slow: number; share: number } {
  const ran = Math.max(to.ran - from.ran, 1);
  const waited = Math.max(to.waited - from.waited, 0);
  return { slow: (ran + waited) / ran, share: waited / Math.max(to.at - from.at, 1) };
}
