import type { Lab } from '#lab';
import { followerIs } from './followers.ts';
import { query } from './sql.ts';

export async function configureNoLoss({ leader, follower }: Lab): Promise<void> {
  // Each waits for the other, whoever leads.
  for (const [node, other] of [
    [leader, follower],
    [follower, leader],
  ] as const) {
    await query(node.url, `ALTER SYSTEM SET synchronous_standby_names = 'FIRST 1 (${other.name})'`);
    await query(node.url, 'SELECT pg_reload_conf()');
  }
  // A reload takes a moment to reach the processes. What counts is what the leader says of its follower.
  await followerIs(leader.url, "sync_state = 'sync'");
}
