import type { LabNode } from '#lab';
import { query } from './sql.ts';

export const slotName = 'follower_slot';

/** Creates the slot. It keeps WAL from its first use on, which is the base backup's. */
export async function createSlot(leader: LabNode): Promise<void> {
  const { rowCount } = await query(leader.url, `SELECT 1 FROM pg_replication_slots WHERE slot_name = '${slotName}'`);
  if (rowCount === 0) await query(leader.url, `SELECT pg_create_physical_replication_slot('${slotName}')`);
}
