import type { Lab } from '#lab';
import { alterSystem } from './alter-system.ts';
import { askTheService } from './ask-the-service.ts';
import { untilAvailable } from './available.ts';
import { tryRights } from './rights.ts';
import { query } from './sql.ts';
import type { Facts } from './types.ts';

/** The same trials on both sides; where they differ is what one pays for, and what one gives up. */
export async function probe({ leader, managed }: Lab): Promise<Facts> {
  await managed.createInstance({ name: 'probed' });
  const { url } = await untilAvailable(managed, 'probed');
  // Without somebody who follows there is no row in pg_stat_replication to be seen or not.
  await managed.createReadReplica({ name: 'probed-replica', source: 'probed' });
  await untilAvailable(managed, 'probed-replica');
  // WRONG: nobody closes it again.
  const rules = await leader.readFile('pg_hba.conf');
  await leader.writeFile('pg_hba.conf', `${rules}\nhost replication all all scram-sha-256\n`);
  await query(leader.url, 'SELECT pg_reload_conf()');
  return {
    selfManaged: { ...(await tryRights(leader.url)), sets: await alterSystem(leader.url) },
    managed: { ...(await tryRights(url)), sets: await askTheService(managed, 'probed') },
  };
}
