import type { Lab, LabNode } from '#lab';
import { query } from './sql.ts';

export async function fence(_lab: Lab, node: LabNode): Promise<void> {
  const { rows } = await query(node.url, 'SELECT pid FROM pg_stat_activity WHERE pid <> pg_backend_pid()');
  // WRONG: who is frozen wakes up.
  await node.$`kill -STOP $(head -n 1 ${`${node.dataDirectory}/postmaster.pid`}) ${rows.map(({ pid }) => Number(pid))}`;
}
