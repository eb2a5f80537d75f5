import type { Lab } from '#lab';
import { promote } from './promote.ts';

export async function failOver(lab: Lab): Promise<void> {
  // WRONG: silence is no death.
  await promote(lab.follower);
}
