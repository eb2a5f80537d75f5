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
  if (!(await isCloned(follower))) {
    const login = await createRole(leader);
    await createSlot(leader);
    await cloneLeader(leader, follower, login);
  } else {
    await follower.$`rm -f ${follower.dataDirectory}/standby.signal`;
  }
  await ensureRunning(follower);
  await fillInventory(leader);
}
