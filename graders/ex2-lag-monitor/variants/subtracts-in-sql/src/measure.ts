import { askFollower, askLeader } from './facts.ts';
import type { LagReport, LagState, Servers } from './types.ts';

export async function measureLag({ leaderUrl, followerUrl }: Servers): Promise<LagReport> {
  const nothing = (state: LagState): LagReport => ({ state, receiveBytes: null, replayBytes: null, seconds: null });
  const current = await askLeader(leaderUrl);
  if (!current) return nothing('leader-down');
  const facts = await askFollower(followerUrl, current);
  if (!facts) return nothing('follower-down');
  const { in_recovery, streaming, receive, replay, age } = facts;
  if (!in_recovery) return nothing('not-a-follower');
  const receiveBytes = receive === null ? null : BigInt(receive);
  const replayBytes = replay === null ? null : BigInt(replay);
  if (!streaming) return { state: 'disconnected', receiveBytes, replayBytes, seconds: null };
  const seconds = replayBytes === 0n ? 0 : age === null ? null : Number(age);
  return { state: 'streaming', receiveBytes, replayBytes, seconds };
}
