import type { Lab } from '#lab';
import { query } from './sql.ts';
import type { Row, Told } from './types.ts';
import { write } from './write.ts';

export async function loseAWrite(lab: Lab, row: Row): Promise<Told> {
  const { leader, follower } = lab;
  const told = await write(leader.url, row);
  // WRONG: a clean shutdown sends all WAL to the followers before it ends. A leader that stops so loses nothing.
  await leader.stop('fast');
  await query(follower.url, 'SELECT pg_promote()');
  return told;
}
