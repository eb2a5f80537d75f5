import type { Lab } from '#lab';
import { fence } from './fence.ts';
import { promote } from './promote.ts';

/** Part 3. Not before the fence is known to hold there may be another leader. If it throws, nobody is promoted. */
export async function failOver(lab: Lab): Promise<void> {
  await fence(lab, lab.leader);
  await promote(lab.follower);
}
