import type { LabNode } from '#lab';
import { query } from './sql.ts';

export const slotName = 'follower_slot';

/** Makes room for the slot that pg_basebackup -C creates: an earlier attempt may have left one. */
export async function createSlot(leader: LabNode): Promise<void> {
  await query(
    leader.url,
    `SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots WHERE slot_name = '${slotName}'`,
  );
}
