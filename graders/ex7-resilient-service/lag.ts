import { type CheckContext, must, parseLsn } from '#harness/grading';

/** Bytes that the follower may truly be said to lack. */
export interface Lag {
  low: bigint;
  high: bigint;
}

interface Positions {
  /** What the leader has flushed, and where its next record goes: its position lies between. */
  flushed: bigint;
  inserted: bigint;
  replayed: bigint;
}

/** What both servers say of themselves; the leader runs as one, and the follower as one. */
export async function positions({ leader, follower }: CheckContext['cluster']): Promise<Positions> {
  const flushed = parseLsn(await leader.value<string>('SELECT pg_catalog.pg_current_wal_flush_lsn()'));
  return { flushed, inserted: await leader.insertLsn(), replayed: (await follower.replayLsn()) ?? 0n };
}

/** What lies between two readings; positions only grow. */
export function lagBetween(before: Positions, after: Positions): Lag {
  const atLeast = (bytes: bigint) => (bytes > 0n ? bytes : 0n);
  return { low: atLeast(before.flushed - after.replayed), high: atLeast(after.inserted - before.replayed) };
}

/** `lag`: null where nobody knows it. */
export function judgeLag(said: unknown, lag: Lag | null, circumstances: string): void {
  if (lag === null) {
    const rationale = `${circumstances}, so nobody knows how far the follower is behind.`;
    must(said === null, rationale, { expected: 'lagBytes null', actual: said });
    return;
  }
  const { low, high } = lag;
  must(typeof said === 'bigint' && low <= said && said <= high, `${circumstances}, and lagBytes is wrong.`, {
    expected: `a bigint, ${low === high ? `${low}n` : `from ${low}n to ${high}n`}`,
    actual: said,
  });
}
