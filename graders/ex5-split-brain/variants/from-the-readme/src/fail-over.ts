import type { Lab } from '#lab';
import { conninfoOf } from './conninfo.ts';
import { fence } from './fence.ts';
import { promote } from './promote.ts';

export async function failOver(lab: Lab): Promise<void> {
  const { leader, follower } = lab;
  await fence(lab, leader);
  await promote(follower);
  // It is a standby already. Where it has nothing that the new leader lacks, it follows.
  const settings = `${leader.dataDirectory}/postgresql.auto.conf`;
  await leader.$`echo ${`primary_conninfo = '${await conninfoOf(follower, leader)}'`} >> ${settings}`;
  await leader.$`pg_ctl reload -D ${leader.dataDirectory}`;
}
