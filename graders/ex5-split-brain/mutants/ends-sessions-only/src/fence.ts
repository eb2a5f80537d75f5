import type { Lab, LabNode } from '#lab';
import { query } from './sql.ts';

export async function fence(_lab: Lab, node: LabNode): Promise<void> {
  // WRONG: a pool connects again at once.
  await query(
    node.url,
    "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE usename = 'student' AND pid <> pg_backend_pid()",
  );
}
