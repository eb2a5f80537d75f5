import type { Lab } from '#lab';
import { fence } from './fence.ts';
import { query } from './sql.ts';

export async function failOver(lab: Lab): Promise<void> {
  await fence(lab, lab.leader);
  await query(lab.follower.url, 'SELECT pg_promote()');
}
