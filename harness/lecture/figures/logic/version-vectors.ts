/** How many writes of each replica somebody has seen, by the replica's name; absent is 0. */
export type VersionVector = Readonly<Record<string, number>>;

/** A value as a replica with version vectors keeps it. */
export interface Version {
  value: string;
  vector: VersionVector;
}

/** The same value as a replica with last-write-wins keeps it. */
interface Stamped {
  value: string;
  /** What the clock of the replica that took the write said, in seconds. */
  stamp: number;
  replica: string;
}

export type ReplicaAction = { kind: 'write'; at: string } | { kind: 'sync'; between: readonly [string, string] };

/** Both rules after one history. */
export interface ReplicaHistory {
  /** Each replica's siblings: the versions of which none has seen another. */
  siblings: Readonly<Record<string, readonly Version[]>>;
  /** Each replica's one value under last-write-wins. */
  winner: Readonly<Record<string, Stamped | undefined>>;
  /** Every write: what it is, with the vector that says what its writer had seen. */
  writes: readonly (Version & Stamped)[];
  /** Writes that no replica has under last-write-wins, although nothing that replaced them had seen them. */
  lost: readonly string[];
}

/**
 * Replays a history under both rules. An action takes a second; `ahead` is how many seconds a replica's clock is fast,
 * which only last-write-wins looks at. A writer has read its replica just before, siblings and all.
 */
export function replayHistory(
  replicas: readonly string[],
  actions: readonly ReplicaAction[],
  ahead: Readonly<Record<string, number>>,
): ReplicaHistory {
  const siblings = Object.fromEntries(replicas.map((name) => [name, [] as readonly Version[]]));
  const winner = Object.fromEntries(replicas.map((name) => [name, undefined as Stamped | undefined]));
  const writes: (Version & Stamped)[] = [];
  for (const [second, action] of actions.entries()) {
    if (action.kind === 'write') {
      const { at } = action;
      const seen = (siblings[at] ?? []).map(({ vector }) => vector).reduce(mergeVectors, {});
      const vector = { ...seen, [at]: (seen[at] ?? 0) + 1 };
      const write = { value: `v${writes.length + 1}`, vector, stamp: second + (ahead[at] ?? 0), replica: at };
      writes.push(write);
      siblings[at] = [write];
      winner[at] = later(winner[at], write);
    } else {
      const [a, b] = action.between;
      siblings[a] = siblings[b] = mergeSiblings(siblings[a] ?? [], siblings[b] ?? []);
      winner[a] = winner[b] = later(winner[a], winner[b]);
    }
  }
  return { siblings, winner, writes, lost: lostWrites(writes, Object.values(winner)) };
}

export type VectorOrder = 'equal' | 'before' | 'after' | 'concurrent';

/** Whether the first had been seen by the second, or the other way round, or neither. */
export function compareVectors(a: VersionVector, b: VersionVector): VectorOrder {
  const names = [...new Set([...Object.keys(a), ...Object.keys(b)])];
  const less = names.some((name) => (a[name] ?? 0) < (b[name] ?? 0));
  const more = names.some((name) => (a[name] ?? 0) > (b[name] ?? 0));
  if (less && more) return 'concurrent';
  return less ? 'before' : more ? 'after' : 'equal';
}

/** `A1 B2`. */
export function vectorInWords(vector: VersionVector): string {
  const words = Object.entries(vector).sort(([a], [b]) => (a < b ? -1 : 1));
  return words.map(([name, count]) => `${name}${count}`).join(' ') || 'nothing';
}

function mergeVectors(a: VersionVector, b: VersionVector): VersionVector {
  const names = [...Object.keys(a), ...Object.keys(b)];
  return Object.fromEntries(names.map((name) => [name, Math.max(a[name] ?? 0, b[name] ?? 0)]));
}

/** Of two sets of siblings, those that none has seen; each once. */
function mergeSiblings(a: readonly Version[], b: readonly Version[]): readonly Version[] {
  const all = [...a, ...b.filter(({ vector }) => a.every((other) => compareVectors(vector, other.vector) !== 'equal'))];
  return all.filter((one) => all.every((other) => compareVectors(one.vector, other.vector) !== 'before'));
}

/** The greater stamp; at a tie the greater name, so that all replicas decide alike. A replica's own later write wins. */
function later(a: Stamped | undefined, b: Stamped | undefined): Stamped | undefined {
  if (!a || !b) return a ?? b;
  if (a.stamp !== b.stamp) return a.stamp > b.stamp ? a : b;
  return a.replica > b.replica ? a : b;
}

function lostWrites(writes: readonly (Version & Stamped)[], winners: readonly (Stamped | undefined)[]): string[] {
  const kept = writes.filter(({ value }) => winners.some((winner) => winner?.value === value));
  return writes
    .filter((write) =>
      kept.every(({ vector }) => ['concurrent', 'after'].includes(compareVectors(write.vector, vector))),
    )
    .map(({ value }) => value);
}
