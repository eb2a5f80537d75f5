import type { Lab } from '#lab';
import { followerIs } from './followers.ts';

export async function configureNoLoss({ leader, follower }: Lab): Promise<void> {
  const line = `synchronous_standby_names = 'ANY 1 (${follower.name})'`;
  await leader.$`echo ${line} >> ${`${leader.dataDirectory}/postgresql.auto.conf`}`;
  await leader.stop();
  await leader.start();
  await followerIs(leader.url, "sync_state = 'quorum'");
}
