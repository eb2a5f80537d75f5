import type { Lab } from '#lab';
import { query } from './sql.ts';
import type { Row, Told } from './types.ts';
import { write } from './write.ts';

export async function loseAWrite(lab: Lab, row: Row): Promise<Told> {
  const { leader, follower } = lab;
  await leader.kill();
  await query(follower.url, 'SELECT pg_promote()');
  // WRONG: that is a second leader. The write is lost because nobody fenced it, long after the failover.
  await leader.start();
  const told = await write(leader.url, row);
  await leader.kill();
  return told;
}
