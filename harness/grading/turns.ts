import limited, { type LimitFunction } from 'p-limit';
import { deadline } from '../core/clock.ts';

/** Milliseconds that a turn lasts at most. */
const patience = 500;

/**
 * Lets what takes processor time begin a few at a time, in the order in which it was asked for: programs that all begin
 * at once are all ready last. A turn is over when its work is, or after `patience`: what takes long on purpose, as the
 * import of somebody's module may, holds nobody up.
 */
export class Turns {
  readonly #limit: LimitFunction;

  /** `atOnce`: default as many as are asked for. */
  constructor(atOnce = Number.POSITIVE_INFINITY) {
    this.#limit = limited(atOnce);
  }

  /** Begins the work when it is its turn, and comes to what it comes to. */
  take<T>(work: () => Promise<T>): Promise<T> {
    const { promise, resolve } = Promise.withResolvers<T>();
    void this.#limit(async () => {
      const working = Promise.try(work);
      resolve(working);
      await over(working);
    });
    return promise;
  }
}

/** Never rejects. */
async function over(working: Promise<unknown>): Promise<void> {
  const late = Promise.withResolvers<void>();
  using _late = deadline(patience, late.resolve);
  await Promise.allSettled([Promise.race([working, late.promise])]);
}
