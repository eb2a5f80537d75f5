import type { Lab } from '#lab';
import { query } from './sql.ts';

export async function causeSplitBrain(lab: Lab): Promise<void> {
  // WRONG: a follower without a leader is still a follower. It refuses every write.
  await lab.disconnect(lab.follower);
  await query(lab.leader.url, 'UPDATE inventory SET quantity = 25 WHERE product_id = 101');
  await query(lab.follower.url, 'UPDATE inventory SET quantity = 5 WHERE product_id = 101').catch(() => undefined);
}
