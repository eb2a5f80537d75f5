import type { Lab } from '#lab';
import { fence } from './fence.ts';
import { promote } from './promote.ts';

export async function failOver(lab: Lab): Promise<void> {
  await fence(lab, lab.leader);
  await promote(lab.follower);
  // WRONG: it starts as what it was, a leader.
  await lab.leader.start();
}
