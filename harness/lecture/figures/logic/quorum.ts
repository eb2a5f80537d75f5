/** What n copies, w answers to a write and r answers to a read promise, and what they do not. */
export interface QuorumFacts {
  /** Whether every set of w copies shares a copy with every set of r. */
  readsMeetWrites: boolean;
  /** The fewest copies that a write set and a read set share. */
  overlap: number;
  /** Whether two sets of w copies always share one. */
  writesMeetWrites: boolean;
  /** Copies that may be down while writes, or reads, still succeed. */
  writeFailures: number;
  readFailures: number;
  /** Pairs of a write set and a read set: all, and those that share nothing. */
  pairs: number;
  apart: number;
  /** The pair that shares least: copies are numbered from 1. */
  worst: { written: readonly number[]; read: readonly number[] };
}

/** For 1 <= w, r <= n. */
export function quorumFacts(n: number, w: number, r: number): QuorumFacts {
  const copies = Array.from({ length: n }, (_, at) => at + 1);
  return {
    readsMeetWrites: w + r > n,
    overlap: Math.max(0, w + r - n),
    writesMeetWrites: 2 * w > n,
    writeFailures: n - w,
    readFailures: n - r,
    pairs: choose(n, w) * choose(n, r),
    apart: choose(n, w) * choose(n - w, r),
    worst: { written: copies.slice(0, w), read: copies.slice(n - r) },
  };
}

/** Sets of k things out of n. */
function choose(n: number, k: number): number {
  if (k > n) return 0;
  let sets = 1;
  for (let at = 1; at <= k; at += 1) sets = (sets * (n - k + at)) / at;
  return sets;
}
