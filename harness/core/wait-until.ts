import { inspect } from 'node:util';
import { awakeNow } from './clock.ts';
import { LabError, messageOf } from './errors.ts';
import { wholeTurn } from './whole-turn.ts';

export interface WaitOptions {
  /** Milliseconds until WAIT_TIMEOUT is thrown. */
  timeout: number;
  /** Milliseconds between two probes; default 5. */
  interval?: number;
  /** Ends the wait at once, with the signal's reason. */
  signal?: AbortSignal;
}

/** A probe's way to say "not yet, and this is what I saw". */
export class NotYet {
  readonly seen: unknown;
  constructor(seen: unknown) {
    this.seen = seen;
  }
}

/**
 * Probes until the condition holds, and returns what the probe returned. `undefined`, `false` and `NotYet` mean
 * "not yet"; a probe that throws is tried again. The timeout error shows the last value or error seen.
 * The time counted is time awake: a suspended process loses none of it. When it is over, what had come by then is heard,
 * and there is one more probe.
 */
export async function waitUntil<T>(
  what: string,
  probe: () => Promise<T | NotYet | undefined | false> | T | NotYet | undefined | false,
  options: WaitOptions,
): Promise<T> {
  const interval = options.interval ?? 5;
  const end = awakeNow() + options.timeout;
  let last: unknown = 'nothing yet';
  let cause: unknown;
  for (let over = false; ; ) {
    options.signal?.throwIfAborted();
    try {
      const value = await probe();
      if (value instanceof NotYet) last = value.seen;
      else if (value !== undefined && value !== false) return value;
      else last = value;
      cause = undefined;
    } catch (error) {
      last = `an error: ${messageOf(error)}`;
      cause = error;
    }
    if (over) {
      const seen = typeof last === 'string' ? last : inspect(last, { depth: 3, breakLength: 100 });
      throw new LabError('WAIT_TIMEOUT', `waited ${options.timeout} ms for ${what}; last seen: ${seen}`, { cause });
    }
    over = awakeNow() >= end;
    if (over) await wholeTurn();
    else await pause(Math.min(interval, Math.max(1, end - awakeNow())), options.signal);
  }
}

/** The one place that sleeps; ends early, without throwing, when the signal fires. */
function pause(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal?.addEventListener('abort', done, { once: true });
  });
}
