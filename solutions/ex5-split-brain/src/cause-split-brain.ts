import type { Lab } from '#lab';
import { promote } from './promote.ts';
import { query } from './sql.ts';

/** Part 1. Two leaders of one origin, with one product of which each has another quantity. */
export async function causeSplitBrain(lab: Lab): Promise<void> {
  const { leader, follower } = lab;
  // The follower hears nothing more of its leader, and somebody takes silence for death. The leader is very much alive.
  await lab.disconnect(follower);
  await promote(follower);
  await query(leader.url, 'UPDATE inventory SET quantity = 25 WHERE product_id = 101');
  await query(follower.url, 'UPDATE inventory SET quantity = 5 WHERE product_id = 101');
}
