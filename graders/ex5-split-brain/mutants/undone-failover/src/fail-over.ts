import type { Lab } from '#lab';
import { fence } from './fence.ts';
import { promote } from './promote.ts';

export async function failOver(lab: Lab): Promise<void> {
  await fence(lab, lab.leader);
  await promote(lab.follower);
  // WRONG: behind the back of whoever asked for the failover.
  setTimeout(() => void lab.leader.start(), 500);
}
