import type { Lab } from '#lab';
import { fence } from './fence.ts';
import { promote } from './promote.ts';

export async function failOver(lab: Lab): Promise<void> {
  // WRONG: it is a race, and the power switch is not always the faster one.
  await Promise.all([fence(lab, lab.leader), promote(lab.follower)]);
}
