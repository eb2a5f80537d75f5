import type { Lab } from '#lab';
import { noFollowerLeft } from './followers.ts';
import { query, until } from './sql.ts';
import type { Row, Told } from './types.ts';
import { write } from './write.ts';

export async function loseAWrite(lab: Lab, row: Row): Promise<Told> {
  const { leader, follower } = lab;
  const told = await write(leader.url, row);
  const there = `SELECT 1 FROM inventory WHERE product_id = ${row.product_id}`;
  await until(async () => (await query(follower.url, there)).rows.length === 1);
  await lab.disconnect(leader);
  await noFollowerLeft(leader.url);
  // WRONG: the follower has had the row; a later change of it does not make its commit a later one.
  await query(leader.url, `UPDATE inventory SET last_updated = now() WHERE product_id = ${row.product_id}`);
  await leader.kill();
  await query(follower.url, 'SELECT pg_promote()');
  await query(follower.url, `DELETE FROM inventory WHERE product_id = ${row.product_id}`);
  return told;
}
