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
  const { rowCount } = await query(leader.url, "SELECT 1 WHERE current_setting('synchronous_standby_names') = 'nobody'");
  if (rowCount) return;
  await fillInventory(leader);
  await query(leader.url, "ALTER SYSTEM SET synchronous_standby_names = 'nobody'");
  await query(leader.url, 'SELECT pg_reload_conf()');
}
