import type { Lab } from '#lab';
import { tryRights } from './rights.ts';
import { alterSystem } from './alter-system.ts';
import type { Facts } from './types.ts';

export async function probe({ leader }: Lab): Promise<Facts> {
  return {
    selfManaged: { ...(await tryRights(leader.url)), sets: await alterSystem(leader.url) },
    // WRONG: this was true of another plan.
    managed: {
      superuser: false,
      readsFiles: false,
      changesAccessRules: false,
      createsPhysicalSlot: false,
      takesBaseBackup: false,
      promotes: false,
      checkpoints: false,
      seesReplication: true,
      sets: {
        work_mem: true,
        log_min_duration_statement: true,
        max_standby_streaming_delay: true,
        wal_keep_size: false,
      },
    },
  };
}
