import type { LabNode } from '#lab';
import { query } from './sql.ts';

/**
 * Replaces the data directory of `node`, whose server is off, by a copy of the leader's. -R makes the copy a standby: it
 * writes standby.signal, and primary_conninfo into postgresql.auto.conf, where the last line of a name counts.
 */
export async function cloneFrom(leader: LabNode, node: LabNode): Promise<void> {
  const { user, password } = await replicationLogin(leader);
  const { host, port } = leader.addressFor(node);
  // pg_basebackup wants an empty directory. This is the moment at which the divergent rows are gone.
  await node.$`find ${node.dataDirectory} -mindepth 1 -delete`;
  await node.$`PGPASSWORD=${password} pg_basebackup -h ${host} -p ${port} -U ${user} -D ${node.dataDirectory} -R -C -S returned -X stream -c fast`;
}

/** The new leader was a follower: it still knows how one logs in. */
async function replicationLogin(leader: LabNode): Promise<{ user: string; password: string }> {
  const { rows } = await query(leader.url, 'SHOW primary_conninfo');
  const info = String(rows[0]?.primary_conninfo);
  const value = (key: string) => new RegExp(`\\b${key}=(\\S+)`).exec(info)?.[1] ?? '';
  return { user: value('user'), password: value('password') };
}
