import { type Answer, ask } from './ask.ts';
import type { Health, NodeHealth, ServiceConfig } from './types.ts';

/** Asks both servers at the same time, so that a silent one costs the report one limit and not two. Never throws. */
export async function checkHealth({ leader, follower, timeouts }: ServiceConfig): Promise<Health> {
  const [first, second] = await Promise.all([
    ask(leader.url, timeouts.health),
    follower && ask(follower.url, timeouts.health),
  ]);
  // WRONG: that a server is down is what it was asked for.
  if (!first || (follower && !second)) throw new Error('a server is down');
  return { leader: healthOf(first, 'leader'), follower: follower ? followerHealth(first, second) : null };
}

/** Up is one fact, the role another: healthy is a server that is what the configuration takes it for. */
function healthOf(answer: Answer | undefined, expected: 'leader' | 'follower'): NodeHealth {
  if (!answer) return { up: false, role: null, healthy: false };
  const role = answer.inRecovery ? 'follower' : 'leader';
  return { up: true, role, healthy: role === expected };
}

function followerHealth(leader: Answer | undefined, follower: Answer | undefined): Health['follower'] {
  const health = healthOf(follower, 'follower');
  // One that receives nothing falls behind, whatever it has replayed of what it got.
  return { ...health, healthy: health.healthy && follower?.receives === true, lagBytes: lagBetween(leader, follower) };
}

/** Unknown, and not 0, unless both are what they should be. The two were not asked at the same moment. */
function lagBetween(leader: Answer | undefined, follower: Answer | undefined): bigint | null {
  if (!leader?.position || !follower?.position || leader.inRecovery || !follower.inRecovery) return null;
  const lag = BigInt(leader.position) - BigInt(follower.position);
  return lag > 0n ? lag : 0n;
}
