import type { Lab } from '#lab';
import { query } from './sql.ts';

export async function configureNoLoss({ leader, follower }: Lab): Promise<void> {
  // WRONG: it is the leader that waits, so it is the leader that must know the name. Here the setting sleeps until the
  // follower is promoted.
  await query(follower.url, `ALTER SYSTEM SET synchronous_standby_names = 'FIRST 1 (${leader.name})'`);
  await query(follower.url, 'SELECT pg_reload_conf()');
}
