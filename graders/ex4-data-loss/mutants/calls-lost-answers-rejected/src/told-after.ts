import type { Told } from './types.ts';

export function toldAfter(_error: unknown): Told {
  // WRONG: the commit may be on the leader's disk, and the follower may get it later. No answer is no refusal.
  return 'rejected';
}
