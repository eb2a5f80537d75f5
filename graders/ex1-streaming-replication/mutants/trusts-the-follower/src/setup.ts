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
  // WRONG: an address is no proof of who is there
  const { rows } = await query(leader.url, 'SELECT host(client_addr) AS address FROM pg_stat_replication');
  const rules = await leader.readFile('pg_hba.conf');
  const rule = `host replication replicator ${rows[0]?.address ?? '127.0.0.1'}/32 trust\n`;
  await leader.writeFile('pg_hba.conf', rule + rules);
  await query(leader.url, 'SELECT pg_reload_conf()');
}
