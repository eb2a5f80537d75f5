import type { Lab } from '#lab';
import { query } from './sql.ts';

export async function configureNoLoss({ leader, follower }: Lab): Promise<void> {
  // WRONG: synchronous_standby_names belongs to the server and not to a session. The server refuses: 55P02.
  await query(leader.url, `SET synchronous_standby_names = 'FIRST 1 (${follower.name})'`);
}
