import type { Lab } from '#lab';
import { followerIs } from './followers.ts';

export async function configureNoLoss({ leader, follower }: Lab): Promise<void> {
  const settings = await leader.readFile('postgresql.conf');
  await leader.writeFile('postgresql.conf', `${settings}\nsynchronous_standby_names = 'FIRST 1 (${follower.name})'\n`);
  await leader.$`pg_ctl reload -D ${leader.dataDirectory}`;
  await followerIs(leader.url, "sync_state = 'sync'");
}
