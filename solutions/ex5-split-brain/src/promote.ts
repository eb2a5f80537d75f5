import type { LabNode } from '#lab';
import { query } from './sql.ts';

/** Makes a follower the leader. Resolves when it takes writes. */
export async function promote(node: LabNode): Promise<void> {
  await query(node.url, 'SELECT pg_promote()');
}
