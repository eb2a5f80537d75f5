import type { Lab } from '#lab';
import { query } from './sql.ts';

export async function configureNoLoss({ leader, follower }: Lab): Promise<void> {
  // WRONG: ALTER SYSTEM writes a file. The running server reads it at a reload, and nobody asks for one.
  await query(leader.url, `ALTER SYSTEM SET synchronous_standby_names = 'FIRST 1 (${follower.name})'`);
}
