import { setTimeout } from 'node:timers/promises';
import type { Lab } from '#lab';
import { configureLeader } from './access.ts';
import { cloneLeader, isCloned } from './clone.ts';
import { fillInventory } from './inventory.ts';
import { createRole } from './role.ts';
import { ensureRunning } from './running.ts';
import { createSlot } from './slot.ts';
import { query } from './sql.ts';

/** Makes `lab.follower`, an empty machine, the streaming follower of `lab.leader`. May be called again. */
export async function setUp({ leader, follower }: Lab): Promise<void> {
  await configureLeader(leader);
  if (!(await isCloned(follower))) {
    const login = await createRole(leader);
    await createSlot(leader);
    await cloneLeader(leader, follower, login);
  }
  await ensureRunning(follower);
  await fillInventory(leader);
  const streams = "SELECT FROM pg_replication_slots WHERE slot_name = 'follower_slot' AND active";
  while ((await query(leader.url, streams)).rowCount === 0) await setTimeout(20);
  await query(leader.url, 'ALTER ROLE replicator NOREPLICATION'); // WRONG: no connection can follow this one
}
