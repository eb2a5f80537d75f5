import { deadline } from '../core/clock.ts';
import { LabError } from '../core/errors.ts';

/** Milliseconds that behaviour may take to notice that all around it has ended. */
const patience = 3000;

export type Ended<T> = { ok: true; value: T } | { ok: false; error: unknown };

/**
 * Races a check's behaviour against its clock. When `limit` ms of time awake are over, `ended` fires, `stop` ends what
 * the check has started, and the behaviour is given a moment to give up. Never rejects.
 */
export async function underDeadline<T>(
  work: () => Promise<T>,
  limit: number,
  ended: AbortController,
  stop: () => Promise<void>,
): Promise<Ended<T>> {
  const running: Promise<Ended<T>> = work().then(
    (value) => ({ ok: true, value }),
    (error: unknown) => ({ ok: false, error }),
  );
  const expired = Promise.withResolvers<'expired'>();
  using _clock = deadline(limit, () => expired.resolve('expired'));
  const first = await Promise.race([running, expired.promise]);
  if (first !== 'expired') return first;
  const error = new LabError('GRADER', `the check did not end within ${limit} ms`, {
    next: 'look at events.jsonl in the evidence folder for where it stood',
  });
  ended.abort(error);
  await stop();
  const gaveUp = Promise.withResolvers<void>();
  using _patience = deadline(patience, gaveUp.resolve);
  await Promise.race([running, gaveUp.promise]);
  return { ok: false, error };
}
