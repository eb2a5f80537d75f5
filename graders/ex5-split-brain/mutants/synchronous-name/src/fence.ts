import type { Lab, LabNode } from '#lab';
import { query, until } from './sql.ts';

export async function fence(_lab: Lab, node: LabNode): Promise<void> {
  // WRONG: a client that sets synchronous_commit = local waits for nobody, and is told that its write is committed.
  await query(node.url, "ALTER SYSTEM SET synchronous_standby_names = 'nobody'");
  await query(node.url, 'SELECT pg_reload_conf()');
  const names = async () => (await query(node.url, 'SHOW synchronous_standby_names')).rows[0];
  await until(async () => (await names())?.synchronous_standby_names === 'nobody');
}
