import type { LabNode } from '#lab';
import type { Login } from './role.ts';
import { slotName } from './slot.ts';

/** Whether a base backup is there. */
export async function isCloned(follower: LabNode): Promise<boolean> {
  const { stdout } = await follower.$`ls ${follower.dataDirectory}`;
  return stdout.includes('PG_VERSION');
}

/** Copies the leader, and makes the copy a standby by hand. */
export async function cloneLeader(leader: LabNode, follower: LabNode, login: Login): Promise<void> {
  const { host, port } = leader.addressFor(follower);
  const { dataDirectory } = follower;
  const { stdout } = await follower.$`echo ~/pgpass`;
  const passfile = stdout.trim();
  await follower.writeFile(passfile, `*:*:*:${login.role}:${login.password}\n`);
  const info = `host=${host} port=${port} user=${login.role} passfile=${passfile} application_name=second_node`;
  await follower.$`pg_basebackup -d ${info} -D ${dataDirectory} -X fetch -c fast`;
  await follower.writeFile(
    'postgresql.conf',
    `primary_conninfo = '${info}'\nprimary_slot_name = '${slotName}'\nhot_standby_feedback = on\n`,
  );
  await follower.$`touch ${dataDirectory}/standby.signal`;
}
