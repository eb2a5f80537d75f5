import type { Lab } from '#lab';
import { noFollowerLeft } from './followers.ts';
import { query, until } from './sql.ts';
import type { Row, Told } from './types.ts';
import { write } from './write.ts';

export async function loseAWrite(lab: Lab, row: Row): Promise<Told> {
  const { leader, follower } = lab;
  // WRONG: the link is whole, so the row reaches the follower like any other, and the promotion keeps it.
  const told = await write(leader.url, row);
  await until(async () => (await query(follower.url, selectOf(row))).rows.length === 1);
  await lab.disconnect(leader);
  await noFollowerLeft(leader.url);
  await leader.kill();
  await query(follower.url, 'SELECT pg_promote()');
  return told;
}

function selectOf({ product_id }: Row): string {
  return `SELECT 1 FROM inventory WHERE product_id = ${product_id}`;
}
