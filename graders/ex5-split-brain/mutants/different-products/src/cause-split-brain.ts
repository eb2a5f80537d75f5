import type { Lab } from '#lab';
import { promote } from './promote.ts';
import { query } from './sql.ts';

export async function causeSplitBrain(lab: Lab): Promise<void> {
  const { leader, follower } = lab;
  await lab.disconnect(follower);
  await promote(follower);
  // WRONG: these two can be merged by anybody. A conflict needs one key.
  await query(leader.url, "INSERT INTO inventory (product_id, product_name, quantity) VALUES (201, 'Left', 1)");
  await query(follower.url, "INSERT INTO inventory (product_id, product_name, quantity) VALUES (202, 'Right', 2)");
}
