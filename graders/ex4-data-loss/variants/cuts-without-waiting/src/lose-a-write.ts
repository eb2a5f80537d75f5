import type { Lab } from '#lab';
import { query } from './sql.ts';
import type { Row, Told } from './types.ts';
import { write } from './write.ts';

export async function loseAWrite(lab: Lab, row: Row): Promise<Told> {
  const { leader, follower } = lab;
  // One link, whichever end is named; when this resolves it is cut, whether the leader has noticed or not.
  await lab.disconnect(follower);
  const told = await write(leader.url, row);
  // The leader must be dead before there is another one; `kill` resolves when it is.
  await leader.kill();
  await query(follower.url, 'SELECT pg_promote()');
  return told;
}
