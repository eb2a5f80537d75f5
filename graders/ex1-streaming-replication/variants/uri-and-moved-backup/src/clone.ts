import type { LabNode } from '#lab';
import type { Login } from './role.ts';
import { slotName } from './slot.ts';

/** Whether a base backup is there. */
export async function isCloned(follower: LabNode): Promise<boolean> {
  return (await follower.readFile('PG_VERSION').catch(() => '')) !== '';
}

/** Copies the leader beside the data directory, makes the copy a standby, and moves it when it is complete. */
export async function cloneLeader(leader: LabNode, follower: LabNode, login: Login): Promise<void> {
  const { host, port } = leader.addressFor(follower);
  const uri = `postgresql://${login.role}:${login.password}@${host}:${port}/?application_name=standby-1`;
  await follower.$`rm -rf ~/copy && pg_basebackup -d ${uri} -D ~/copy -S ${slotName} -c fast`;
  const settings = `primary_conninfo = '${uri}'\nprimary_slot_name = '${slotName}'\n`;
  await follower.$`echo ${settings} >> ~/copy/postgresql.auto.conf && touch ~/copy/standby.signal`;
  await follower.$`mv ~/copy/* ${follower.dataDirectory}/`;
}
