import type { Lab } from '#lab';
import { noFollowerLeft } from './followers.ts';
import { query } from './sql.ts';
import type { Row, Told } from './types.ts';
import { write } from './write.ts';

export async function loseAWrite(lab: Lab, row: Row): Promise<Told> {
  const { leader, follower } = lab;
  // The order is the whole story. First the link: what is written from now on reaches nobody else.
  await lab.disconnect(leader);
  await noFollowerLeft(leader.url);
  const told = await write(leader.url, row);
  // An immediate stop: no goodbye to the follower, no checkpoint.
  await leader.stop('immediate');
  await query(follower.url, 'SELECT pg_promote()');
  return told;
}
