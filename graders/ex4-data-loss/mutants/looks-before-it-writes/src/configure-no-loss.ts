import type { Lab } from '#lab';
import { query, until } from './sql.ts';

export async function configureNoLoss({ leader }: Lab): Promise<void> {
  await until(async () => (await query(leader.url, 'SELECT 1 FROM pg_stat_replication')).rows.length === 1);
}
