import type { Lab } from '#lab';
import { query } from './sql.ts';

export async function configureNoLoss({ leader }: Lab): Promise<void> {
  // WRONG: there is one follower. A commit that waits for two waits for ever.
  await query(leader.url, "ALTER SYSTEM SET synchronous_standby_names = 'ANY 2 (*)'");
  await query(leader.url, 'SELECT pg_reload_conf()');
}
