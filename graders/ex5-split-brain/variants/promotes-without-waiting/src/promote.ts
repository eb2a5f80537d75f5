import type { LabNode } from '#lab';
import { query, until } from './sql.ts';

export async function promote(node: LabNode): Promise<void> {
  await query(node.url, 'SELECT pg_promote(false)');
  const leads = async () => (await query(node.url, 'SELECT pg_is_in_recovery() AS follows')).rows[0]?.follows === false;
  await until(leads);
}
