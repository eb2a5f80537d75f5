import type { Lab } from '#lab';
import { noFollowerLeft } from './followers.ts';
import type { Row, Told } from './types.ts';
import { write } from './write.ts';

export async function loseAWrite(lab: Lab, row: Row): Promise<Told> {
  const { leader, follower } = lab;
  // The order is the whole story. First the link: what is written from now on reaches nobody else.
  await lab.disconnect(leader);
  await noFollowerLeft(leader.url);
  const told = await write(leader.url, row);
  // The leader must be dead before there is another one; `kill` resolves when it is.
  await leader.kill();
  await follower.$`pg_ctl promote -w -D ${follower.dataDirectory}`;
  return told;
}
