import type { Lab } from '#lab';
import { query } from './sql.ts';

export async function configureNoLoss({ leader }: Lab): Promise<void> {
  // WRONG twice: SET ends with this session, and without synchronous_standby_names there is nobody to wait for.
  await query(leader.url, 'SET synchronous_commit = remote_apply');
}
