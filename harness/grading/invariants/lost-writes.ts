import type { ClientWrite } from './client-write.ts';

/**
 * No acknowledged write is lost: the keys that clients were told are safe and that the surviving node does not have,
 * oldest first. Empty when the invariant holds.
 */
export function lostWrites<Key extends ClientWrite['key']>(
  writes: Iterable<{ key: Key; outcome: ClientWrite['outcome'] }>,
  present: Iterable<unknown>,
): Key[] {
  const there = new Set(present);
  return [...writes].filter(({ outcome, key }) => outcome === 'acked' && !there.has(key)).map(({ key }) => key);
}
