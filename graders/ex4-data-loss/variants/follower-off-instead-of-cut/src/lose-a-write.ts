import type { Lab } from '#lab';
import { query } from './sql.ts';
import type { Row, Told } from './types.ts';
import { write } from './write.ts';

export async function loseAWrite(lab: Lab, row: Row): Promise<Told> {
  const { leader, follower } = lab;
  // A follower that does not run receives nothing.
  await follower.stop();
  const told = await write(leader.url, row);
  await leader.kill();
  await follower.start();
  await query(follower.url, 'SELECT pg_promote()');
  return told;
}
