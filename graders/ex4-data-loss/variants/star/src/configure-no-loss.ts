import type { Lab } from '#lab';
import { followerIs } from './followers.ts';
import { query } from './sql.ts';

export async function configureNoLoss({ leader }: Lab): Promise<void> {
  // Whoever follows may confirm.
  await query(leader.url, "ALTER SYSTEM SET synchronous_standby_names = '*'");
  await query(leader.url, 'SELECT pg_reload_conf()');
  // A reload takes a moment to reach the processes. What counts is what the leader says of its follower.
  await followerIs(leader.url, "sync_state = 'sync'");
}
