import { askFollower, askLeader } from './facts.ts';
import type { LagReport, LagState, Servers } from './types.ts';

/** How far the follower is behind the leader, now. Does not throw; two servers that are silent take 1.5 s. */
export async function measureLag({ leaderUrl, followerUrl }: Servers): Promise<LagReport> {
  // The leader first: its position can only grow, so what the follower lacks of it then it lacked before as well.
  const current = await askLeader(leaderUrl);
  if (current === undefined) return unknown('leader-down');
  const follower = await askFollower(followerUrl);
  if (follower === undefined) return unknown('follower-down');
  // Its history may have left the leader's: a difference of positions would be a number without a meaning.
  if (!follower.inRecovery) return unknown('not-a-follower');
  const replayBytes = behind(current, follower.replayed);
  return {
    state: follower.streaming ? 'streaming' : 'disconnected',
    receiveBytes: behind(current, follower.received),
    replayBytes,
    // WRONG: the follower knows only what it has received.
    seconds: follower.received === follower.replayed ? secondsBehind(follower.streaming, 0n, 0) : secondsBehind(follower.streaming, replayBytes, follower.age),
  };
}

function unknown(state: LagState): LagReport {
  return { state, receiveBytes: null, replayBytes: null, seconds: null };
}

/** Never below 0: a follower that was asked later may be further than the leader was. */
function behind(current: bigint, position: bigint | null): bigint | null {
  if (position === null) return null;
  return current > position ? current - position : 0n;
}

/** The age of the last commit says nothing when there is nothing to replay: then it only says that nobody writes. */
function secondsBehind(streaming: boolean, replayBytes: bigint | null, age: number | null): number | null {
  if (!streaming) return null;
  return replayBytes === 0n ? 0 : age;
}
