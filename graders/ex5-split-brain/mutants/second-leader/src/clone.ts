import type { LabNode } from '#lab';
import { query } from './sql.ts';

export async function cloneFrom(leader: LabNode, node: LabNode): Promise<void> {
  const { user, password } = await replicationLogin(leader);
  const { host, port } = leader.addressFor(node);
  // pg_basebackup wants an empty directory. This is the moment at which the divergent rows are gone.
  await node.$`find ${node.dataDirectory} -mindepth 1 -delete`;
  // WRONG: without -R it is no standby, and knows nobody to follow.
  await node.$`PGPASSWORD=${password} pg_basebackup -h ${host} -p ${port} -U ${user} -D ${node.dataDirectory} -X stream -c fast`;
}

/** The new leader was a follower: it still knows how one logs in. */
async function replicationLogin(leader: LabNode): Promise<{ user: string; password: string }> {
  const { rows } = await query(leader.url, 'SHOW primary_conninfo');
  const info = String(rows[0]?.primary_conninfo);
  const value = (key: string) => new RegExp(`\\b${key}=(\\S+)`).exec(info)?.[1] ?? '';
  return { user: value('user'), password: value('password') };
}
