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
  } else {
    await query(follower.url, "ALTER SYSTEM SET primary_slot_name = ''");
    await query(follower.url, 'SELECT pg_reload_conf()');
    while ((await query(leader.url, 'SELECT 1 FROM pg_replication_slots WHERE active')).rowCount) await new Promise((done) => setTimeout(done, 50));
    await query(leader.url, "SELECT pg_drop_replication_slot('follower_slot') FROM pg_replication_slots");
  }
  await ensureRunning(follower);
  await fillInventory(leader);
}
