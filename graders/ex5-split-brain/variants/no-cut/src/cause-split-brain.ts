import type { Lab } from '#lab';
import { promote } from './promote.ts';
import { query } from './sql.ts';

export async function causeSplitBrain({ leader, follower }: Lab): Promise<void> {
  // Nobody needs a broken network for two leaders: one careless promotion will do.
  await promote(follower);
  await query(leader.url, "INSERT INTO inventory (product_id, product_name, quantity) VALUES (700, 'Left', 7)");
  await query(follower.url, "INSERT INTO inventory (product_id, product_name, quantity) VALUES (700, 'Right', 7)");
}
