import type { Lab, LabNode } from '#lab';
import { query, until } from './sql.ts';

export async function fence(_lab: Lab, node: LabNode): Promise<void> {
  // WRONG: whoever comes back sets it off again.
  await query(node.url, 'ALTER SYSTEM SET default_transaction_read_only = on');
  await query(node.url, 'SELECT pg_reload_conf()');
  await until(async () => (await query(node.url, 'SHOW transaction_read_only')).rows[0]?.transaction_read_only === 'on');
  await query(
    node.url,
    "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE usename = 'student' AND pid <> pg_backend_pid()",
  );
}
