import type { RunningCluster } from '../cluster/cluster.ts';
import { NotYet, waitUntil } from '../core/wait-until.ts';

/** Milliseconds for a leader to take up its setting. */
const patience = 30_000;

/** From now on a commit on the leader waits for any one of its followers. Throws WAIT_TIMEOUT. */
export async function makeSynchronous({ nodes: [leader, ...followers] }: RunningCluster): Promise<void> {
  if (!leader) return;
  const names = followers.map(({ name }) => `"${name}"`).join(', ');
  await leader.query(`ALTER SYSTEM SET synchronous_standby_names = 'ANY 1 (${names})'`);
  await leader.query('SELECT pg_catalog.pg_reload_conf()');
  await waitUntil(
    `${leader.name} to wait for its followers`,
    async () => {
      const rows = await leader.query<{ sync_state: string }>('SELECT sync_state FROM pg_catalog.pg_stat_replication');
      const states = rows.map(({ sync_state }) => sync_state);
      return states.filter((state) => state === 'quorum').length === followers.length || new NotYet(states);
    },
    { timeout: patience },
  );
}
