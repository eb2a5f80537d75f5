/**
 * Replicas that have converged hold the same: the keys for which they do not, in order of appearance. Empty when the
 * invariant holds. A key that one of them lacks is one.
 */
export function divergentKeys<Key, Value>(...replicas: readonly ReadonlyMap<Key, Value>[]): Key[] {
  const keys = new Set(replicas.flatMap((replica) => [...replica.keys()]));
  return [...keys].filter((key) => {
    const [first, ...others] = replicas;
    return others.some((other) => other.has(key) !== first?.has(key) || !Object.is(other.get(key), first?.get(key)));
  });
}
