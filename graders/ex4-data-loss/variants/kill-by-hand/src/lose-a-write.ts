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
  // The postmaster's pid is the first line of postmaster.pid; its children end themselves when it is gone.
  await leader.$`kill -9 $(head -n 1 ${`${leader.dataDirectory}/postmaster.pid`})`;
  await query(follower.url, 'SELECT pg_promote()');
  return told;
}
