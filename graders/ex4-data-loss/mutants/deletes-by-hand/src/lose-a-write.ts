import type { Lab } from '#lab';
import { query, until } from './sql.ts';
import type { Row, Told } from './types.ts';
import { write } from './write.ts';

export async function loseAWrite(lab: Lab, row: Row): Promise<Told> {
  const { leader, follower } = lab;
  const told = await write(leader.url, row);
  const there = `SELECT 1 FROM inventory WHERE product_id = ${row.product_id}`;
  await until(async () => (await query(follower.url, there)).rows.length === 1);
  await lab.disconnect(leader);
  await leader.kill();
  await query(follower.url, 'SELECT pg_promote()');
  // WRONG: nothing was lost by the failover. The row had been replicated, and it is we who remove it.
  await query(follower.url, `DELETE FROM inventory WHERE product_id = ${row.product_id}`);
  return told;
}
