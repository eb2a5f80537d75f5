import type { Lab } from '#lab';
import { promote } from './promote.ts';

export async function failOver({ leader, follower }: Lab): Promise<void> {
  // A leader that may be out of reach or frozen needs the power switch, whatever fences one that is well.
  await leader.kill();
  await promote(follower);
}
