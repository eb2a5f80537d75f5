import type { Lab } from '#lab';
import { fence } from './fence.ts';
import { promote } from './promote.ts';

export async function failOver(lab: Lab): Promise<void> {
  // WRONG: for a moment there are two leaders, and both have clients.
  await promote(lab.follower);
  await fence(lab, lab.leader);
}
