import type { Lab } from '#lab';
import { query } from './sql.ts';

export async function configureNoLoss({ leader }: Lab): Promise<void> {
  // The follower streams already; from the next session on the setting holds.
  await query(leader.url, "ALTER SYSTEM SET synchronous_standby_names = '*'");
  await query(leader.url, 'SELECT pg_reload_conf()');
}
