import { DatabaseError, Pool } from 'pg';
import type { SideFacts } from './types.ts';

/** Over one pool; only the replication connection is another one. */
export async function tryRights(url: string): Promise<Omit<SideFacts, 'sets'>> {
  const pool = new Pool({ connectionString: url, max: 2 });
  const physical = new Pool({ connectionString: `${url}?replication=database`, max: 1 });
  for (const each of [pool, physical]) each.on('error', () => undefined);
  const code = async (sql: string, by = pool): Promise<string | undefined> => {
    try {
      await by.query(sql);
      return undefined;
    } catch (error) {
      if (error instanceof DatabaseError) return error.code;
      throw error;
    }
  };
  try {
    const slot = await code("SELECT pg_create_physical_replication_slot('tried')");
    if (slot === undefined) await pool.query("SELECT pg_drop_replication_slot('tried')");
    const { rows } = await pool.query(
      'SELECT 1 FROM pg_stat_replication WHERE replay_lsn IS NOT NULL OR state IS NOT NULL',
    );
    const role = await pool.query('SELECT rolsuper FROM pg_roles WHERE rolname = current_user');
    return {
      superuser: role.rows[0].rolsuper,
      readsFiles:
        (await code("SELECT pg_read_file(current_setting('data_directory') || '/pg_hba.conf')")) === undefined,
      changesAccessRules: (await code("COPY (SELECT 1) TO PROGRAM 'cat >/dev/null'")) === undefined,
      createsPhysicalSlot: slot === undefined,
      takesBaseBackup: (await code('BASE_BACKUP', physical)) === undefined,
      promotes: (await code('SELECT pg_promote()')) === '55000',
      checkpoints: (await code('CHECKPOINT')) === undefined,
      seesReplication: rows.length > 0,
    };
  } finally {
    await Promise.all([pool.end(), physical.end()]);
  }
}
