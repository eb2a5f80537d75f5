import type { Lab } from '#lab';
import { followerIs, noFollowerLeft } from './followers.ts';
import { query } from './sql.ts';
import type { Row, Told } from './types.ts';
import { write } from './write.ts';

export async function loseAWrite(lab: Lab, row: Row): Promise<Told> {
  const { leader, follower } = lab;
  const told = await writeAlone(lab, row);
  // The pair should be whole again when the leader dies: the cut was only for the write.
  await followerIs(leader.url, 'replay_lsn = pg_current_wal_lsn()');
  await leader.kill();
  await query(follower.url, 'SELECT pg_promote()');
  return told;
}

/** Writes the row while nobody but the leader can get it. */
async function writeAlone(lab: Lab, row: Row): Promise<Told> {
  // WRONG: `await using` heals the cut when this function returns. The follower connects again and gets the row.
  await using _cut = await lab.disconnect(lab.leader);
  await noFollowerLeft(lab.leader.url);
  return await write(lab.leader.url, row);
}
