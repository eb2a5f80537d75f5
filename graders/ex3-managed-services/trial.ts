import { type CheckContext, NotYet, waitUntil } from '#harness/grading';
import type { Facts } from './facts.ts';

/** What the student's role may do on the server at `url`, found out by trying. Leaves nothing behind. */
export async function tryRights(context: CheckContext, url: string): Promise<Facts> {
  const may = (sql: string, options: { way?: string; allowed?: string[] } = {}) =>
    attempt(context, `${url}${options.way ?? ''}`, sql, options.allowed);
  return {
    superuser: await may('BEGIN; ALTER ROLE CURRENT_USER SUPERUSER; ROLLBACK'),
    readsFiles: await may("SELECT pg_catalog.pg_read_file('pg_hba.conf')"),
    changesAccessRules: await may("COPY (SELECT 1) TO '/dev/null'"),
    createsPhysicalSlot: await may("SELECT pg_catalog.pg_create_physical_replication_slot('grader', false, true)"),
    takesBaseBackup: await may("BASE_BACKUP (LABEL 'grader', CHECKPOINT 'fast', MANIFEST 'no')", {
      way: '?replication=database',
    }),
    // On a leader the right is looked at first: 55000 says that there is nothing to promote.
    promotes: await may('SELECT pg_catalog.pg_promote(false)', { allowed: ['55000'] }),
    checkpoints: await may('CHECKPOINT'),
    seesReplication: await seesReplication(context, url),
  };
}

/** Whether a statement is done, and not refused for want of a right (42501) or of an access rule (28000). */
export async function attempt(
  { session }: CheckContext,
  url: string,
  sql: string,
  allowed: readonly string[] = [],
): Promise<boolean> {
  try {
    const client = await session(url);
    await client.query(sql);
    await client.end();
    return true;
  } catch (error) {
    const code = String((error as { code?: unknown }).code);
    if (['42501', '28000'].includes(code)) return false;
    if (allowed.includes(code)) return true;
    throw error;
  }
}

/** There must be a follower: without one there is nothing to be seen by anybody. */
async function seesReplication({ session, signal }: CheckContext, url: string): Promise<boolean> {
  const client = await session(url);
  const look = async () => {
    const { rows } = await client.query<{ state: string | null }>('SELECT state FROM pg_catalog.pg_stat_replication');
    return rows.length > 0 ? { sees: rows.some(({ state }) => state !== null) } : new NotYet('no follower');
  };
  const { sees } = await waitUntil('a follower in pg_stat_replication', look, { timeout: 10_000, signal });
  await client.end();
  return sees;
}
