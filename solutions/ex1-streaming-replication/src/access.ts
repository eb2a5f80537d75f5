import type { LabNode } from '#lab';
import { ownFile } from './own-file.ts';
import { query } from './sql.ts';

/** Puts the leader's two files in place. Neither has a setting that would need a restart. */
export async function configureLeader(leader: LabNode): Promise<void> {
  await leader.writeFile('postgresql.conf', await ownFile('leader/postgresql.conf'));
  await leader.writeFile('pg_hba.conf', await ownFile('leader/pg_hba.conf'));
  await query(leader.url, 'SELECT pg_reload_conf()');
}
