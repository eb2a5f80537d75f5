import type { Lab } from '#lab';
import { query } from './sql.ts';

export async function configureNoLoss({ leader }: Lab): Promise<void> {
  // WRONG: 'walreceiver' is the name of a follower that names itself nothing else. This one goes by its cluster_name.
  await query(leader.url, "ALTER SYSTEM SET synchronous_standby_names = 'FIRST 1 (walreceiver)'");
  await query(leader.url, 'SELECT pg_reload_conf()');
}
