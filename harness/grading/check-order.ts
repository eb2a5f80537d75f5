/** A check as its order sees it. */
export interface Ordered {
  id: string;
  requires?: readonly string[];
}

/**
 * The order in which checks begin: what took longest the last time first (`lasted`, in ms by id), so that it is not
 * begun when all else is over; otherwise as they stand. What a check requires stands before it, so that none that
 * waits keeps another from beginning.
 */
export function inOrder<C extends Ordered>(checks: readonly C[], lasted: Readonly<Record<string, number>> = {}): C[] {
  const ordered = new Set<C>();
  const add = (check: C) => {
    for (const other of checks) if (check.requires?.includes(other.id)) add(other);
    ordered.add(check);
  };
  const ms = ({ id }: C) => lasted[id] ?? 0;
  for (const check of checks.toSorted((a, b) => ms(b) - ms(a))) add(check);
  return [...ordered];
}
