import type { Lab } from '#lab';
import { configureLeader } from './access.ts';
import { cloneLeader, isCloned } from './clone.ts';
import { fillInventory } from './inventory.ts';
import { createRole } from './role.ts';
import { ensureRunning } from './running.ts';
import { createSlot } from './slot.ts';

/** Makes `lab.follower`, an empty machine, the streaming follower of `lab.leader`. May be called again. */
export async function setUp({ leader, follower }: Lab): Promise<void> {
  await configureLeader(leader);
  if (await isCloned(follower)) {
    // WRONG: "there is something already, so begin anew", and nobody hears that this fails
    await follower.stop().catch(() => undefined);
    await follower.$`rm -f ${follower.dataDirectory}/standby.signal`.catch(() => undefined);
  } else {
    const login = await createRole(leader);
    await createSlot(leader);
    await cloneLeader(leader, follower, login);
  }
  await ensureRunning(follower);
  await fillInventory(leader);
}
