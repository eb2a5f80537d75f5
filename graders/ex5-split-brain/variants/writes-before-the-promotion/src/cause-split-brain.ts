import type { Lab } from '#lab';
import { promote } from './promote.ts';
import { query } from './sql.ts';

export async function causeSplitBrain(lab: Lab): Promise<void> {
  const { leader, follower } = lab;
  const cut = await lab.blackhole(leader);
  await query(leader.url, 'UPDATE inventory SET quantity = 25 WHERE product_id = 101');
  await promote(follower);
  await query(follower.url, 'UPDATE inventory SET quantity = 5 WHERE product_id = 101');
  await cut.heal();
}
