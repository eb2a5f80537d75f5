import type { Reading } from './reading.ts';

/** The least and the most that a true answer can be. */
export interface Bounds<T> {
  low: T;
  high: T;
}

/**
 * What a report can truly say that was made between two readings. Positions only grow, so each difference has bounds;
 * while nothing moves they are equal, and the report must be exact.
 */
export function boundsOf(before: Reading, after: Reading) {
  return {
    receive: behind(before.leader.low, after.received.high, after.leader.high, before.received.low),
    replay: behind(before.leader.low, after.replayed, after.leader.high, before.replayed),
  };
}

function behind(leastLeader: bigint, mostFollower: bigint, mostLeader: bigint, leastFollower: bigint): Bounds<bigint> {
  return { low: difference(leastLeader, mostFollower), high: difference(mostLeader, leastFollower) };
}

function difference(leader: bigint, follower: bigint): bigint {
  return leader > follower ? leader - follower : 0n;
}

/** How old the newest visible commit can be, in seconds to the millisecond; null: there is none. */
export function ageBounds(before: Reading, after: Reading): Bounds<number> | null | 'either' {
  if (after.age === null) return null;
  if (before.age === null) return 'either';
  // One more commit was replayed in between: whichever was seen, it was no older than the first.
  const low = before.commit === after.commit ? before.age : 0;
  return { low: Math.floor(low * 1000) / 1000, high: Math.ceil(Math.max(before.age, after.age) * 1000) / 1000 };
}
