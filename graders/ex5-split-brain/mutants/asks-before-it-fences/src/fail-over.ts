import type { Lab } from '#lab';
import { fence } from './fence.ts';
import { promote } from './promote.ts';

export async function failOver(lab: Lab): Promise<void> {
  // WRONG: a promotion begins when it is asked for, not when it is waited for.
  const promotion = promote(lab.follower);
  await fence(lab, lab.leader);
  await promotion;
}
