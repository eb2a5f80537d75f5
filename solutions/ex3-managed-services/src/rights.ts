import { may, query } from './sql.ts';
import type { SideFacts } from './types.ts';

/** What the role of this connection string may do on its server, found out by doing it. Nothing is left behind. */
export async function tryRights(url: string): Promise<Omit<SideFacts, 'sets'>> {
  return {
    superuser: await may(url, 'BEGIN; ALTER ROLE CURRENT_USER SUPERUSER; ROLLBACK'),
    readsFiles: await may(url, "SELECT pg_read_file('pg_hba.conf')"),
    // Who writes files of the server can write pg_hba.conf; the attempt itself need not.
    changesAccessRules: await may(url, "COPY (SELECT 1) TO '/dev/null'"),
    // A temporary slot goes with its session. One that stays and is forgotten fills the disk.
    createsPhysicalSlot: await may(url, "SELECT pg_create_physical_replication_slot('probe', false, true)"),
    takesBaseBackup: await may(
      // `database`: as replication goes, and by the access rules of that database.
      `${url}?replication=database`,
      "BASE_BACKUP (LABEL 'probe', CHECKPOINT 'fast', MANIFEST 'no')",
    ),
    // On a leader: whoever may not is told so first, whoever may is told that there is nothing to promote (55000).
    promotes: await may(url, 'SELECT pg_promote(false)', ['55000']),
    checkpoints: await may(url, 'CHECKPOINT'),
    seesReplication: await seesReplication(url),
  };
}

/** There is a row for everybody; its columns are NULL for those who may not look. */
async function seesReplication(url: string): Promise<boolean> {
  const rows = await query<{ state: string | null }>(url, 'SELECT state FROM pg_stat_replication');
  if (rows.length === 0) throw new Error('nobody follows this server: there is nothing to be seen');
  return rows.some(({ state }) => state !== null);
}
