import type { Lab } from '#lab';
import { promote } from './promote.ts';
import { query } from './sql.ts';

export async function causeSplitBrain(lab: Lab): Promise<void> {
  const { leader, follower } = lab;
  await lab.disconnect(follower);
  await promote(follower);
  // WRONG: a product that one leader has changed and the other has not is no conflict.
  await query(leader.url, 'UPDATE inventory SET quantity = 25 WHERE product_id = 101');
}
