import type { Lab } from '#lab';
import { followerIs } from './followers.ts';

export async function configureNoLoss({ leader }: Lab): Promise<void> {
  // Nothing to set: it is `write` that waits.
  await followerIs(leader.url, "state = 'streaming'");
}
