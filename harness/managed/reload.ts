import type { ClusterNode } from '../cluster/cluster-node.ts';
import type { WaitLimits } from '../cluster/replication.ts';
import { waitUntil } from '../core/wait-until.ts';

/** Reloads a server's configuration; resolves when sessions see it. */
export async function reload(node: ClusterNode, limits: WaitLimits): Promise<void> {
  const loaded = async () => await node.value<string>('SELECT pg_catalog.pg_conf_load_time()::text');
  const before = await loaded();
  await node.query('SELECT pg_catalog.pg_reload_conf()');
  await waitUntil(`${node.name} to take up its configuration`, async () => (await loaded()) !== before, limits);
}
