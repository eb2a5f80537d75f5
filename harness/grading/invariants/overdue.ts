/** A call as whoever made it saw it, in milliseconds of one monotonic clock; open as long as it has no answer. */
interface TimedCall {
  begun: number;
  ended?: number;
}

/**
 * Bounded failure time: whatever fails, each call has its answer within `limit` ms, be it a result or an error. Returns
 * the calls that were answered later than that, or that at the moment `now` have waited longer already; oldest first.
 * A call that is open and still has time proves nothing. Empty when the invariant holds.
 */
export function overdue<Call extends TimedCall>(calls: Iterable<Call>, limit: number, now: number): Call[] {
  return [...calls].filter(({ begun, ended = now }) => ended - begun > limit).sort((a, b) => a.begun - b.begun);
}
