import type { Lab } from '#lab';
import { fence } from './fence.ts';

export async function failOver(lab: Lab): Promise<void> {
  // WRONG: a follower does not become leader by itself.
  await fence(lab, lab.leader);
}
