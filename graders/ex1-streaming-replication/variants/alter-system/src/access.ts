import type { LabNode } from '#lab';
import { query } from './sql.ts';

const rule = 'host replication replicator all scram-sha-256\n';

/** Appends the rule to the rules that are there. */
export async function configureLeader(leader: LabNode): Promise<void> {
  const rules = await leader.readFile('pg_hba.conf');
  if (!rules.includes(rule)) await leader.writeFile('pg_hba.conf', rules + rule);
  await query(leader.url, "ALTER SYSTEM SET max_slot_wal_keep_size = '2GB'");
  await query(leader.url, 'SELECT pg_reload_conf()');
}
