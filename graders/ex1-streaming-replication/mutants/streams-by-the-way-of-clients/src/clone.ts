import type { LabNode } from '#lab';
import { ownFile } from './own-file.ts';
import type { Login } from './role.ts';
import { slotName } from './slot.ts';

/** Whether a base backup is there. pg_basebackup removes one that it could not finish. */
export async function isCloned(follower: LabNode): Promise<boolean> {
  const { stdout } = await follower.$`ls ${follower.dataDirectory}`;
  return stdout.includes('PG_VERSION');
}

/**
 * Copies the leader's data directory. -R makes the copy a standby: it writes primary_conninfo, with the password, and
 * primary_slot_name to postgresql.auto.conf, and creates standby.signal.
 */
export async function cloneLeader(leader: LabNode, follower: LabNode, login: Login): Promise<void> {
  const { hostname: host, port } = new URL(leader.url);
  const { dataDirectory } = follower;
  await follower.$`PGPASSWORD=${login.password} pg_basebackup -h ${host} -p ${port} -U ${login.role} -D ${dataDirectory} -S ${slotName} -R -X stream -c fast`;
  await follower.writeFile('postgresql.conf', await ownFile('follower/postgresql.conf'));
}
