import type { Lab, LabNode } from '#lab';
import { query, until } from './sql.ts';

export async function fence(_lab: Lab, node: LabNode): Promise<void> {
  // WRONG: a default. It does not reach a transaction that has begun, and any client may say otherwise.
  await query(node.url, 'ALTER SYSTEM SET default_transaction_read_only = on');
  await query(node.url, 'SELECT pg_reload_conf()');
  await until(async () => (await query(node.url, 'SHOW transaction_read_only')).rows[0]?.transaction_read_only === 'on');
}
