import type { Lab } from '#lab';
import { promote } from './promote.ts';
import { query, until } from './sql.ts';

export async function causeSplitBrain(lab: Lab): Promise<void> {
  const { leader, follower } = lab;
  // WRONG: the follower still streams. This change is part of both histories.
  await query(leader.url, 'UPDATE inventory SET quantity = 25 WHERE product_id = 101');
  const arrived = async () =>
    (await query(follower.url, 'SELECT 1 FROM inventory WHERE quantity = 25')).rows.length === 1;
  await until(arrived);
  await lab.disconnect(follower);
  await promote(follower);
  await query(follower.url, 'UPDATE inventory SET quantity = 5 WHERE product_id = 101');
}
