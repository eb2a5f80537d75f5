import type { Lab } from '#lab';
import { followerIs } from './followers.ts';
import { query } from './sql.ts';

export async function configureNoLoss({ leader, follower }: Lab): Promise<void> {
  // The follower announces itself by its cluster_name, which is the node's name here.
  await query(leader.url, `ALTER SYSTEM SET synchronous_standby_names = 'FIRST 1 (${follower.name})'`);
  // WRONG: "off" was found as the cure for slow commits. It is: a commit then waits for no disk and no follower.
  await query(leader.url, 'ALTER SYSTEM SET synchronous_commit = off');
  await query(leader.url, 'SELECT pg_reload_conf()');
  // A reload takes a moment to reach the processes. What counts is what the leader says of its follower.
  await followerIs(leader.url, "sync_state = 'sync'");
}
