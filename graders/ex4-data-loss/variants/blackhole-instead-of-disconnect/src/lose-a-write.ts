import type { Lab } from '#lab';
import { query } from './sql.ts';
import type { Row, Told } from './types.ts';
import { write } from './write.ts';

export async function loseAWrite(lab: Lab, row: Row): Promise<Told> {
  const { leader, follower } = lab;
  // The leader goes on sending, and nothing arrives.
  await lab.blackhole(leader);
  const told = await write(leader.url, row);
  // The leader must be dead before there is another one; `kill` resolves when it is.
  await leader.kill();
  await query(follower.url, 'SELECT pg_promote()');
  return told;
}
