import type { Lab } from '#lab';
import { fence } from './fence.ts';
import { promote } from './promote.ts';

export async function failOver(lab: Lab): Promise<void> {
  // WRONG: an error on the way to the leader says nothing about the leader.
  await fence(lab, lab.leader).catch(() => undefined);
  await promote(lab.follower);
}
