import type { Lab } from '#lab';
import { query } from './sql.ts';
import type { Row, Told } from './types.ts';
import { write } from './write.ts';

export async function loseAWrite(lab: Lab, row: Row): Promise<Told> {
  const { leader, follower } = lab;
  // WRONG: the row is lost because there were two leaders when it was written, not because replication is late.
  await query(follower.url, 'SELECT pg_promote()');
  const told = await write(leader.url, row);
  await leader.kill();
  return told;
}
