import { CommandError, type Lab, LabOperationError } from '#lab';
import { alterSystem } from './alter-system.ts';
import { askTheService } from './ask-the-service.ts';
import { untilAvailable } from './available.ts';
import { tryRights } from './rights.ts';
import { query } from './sql.ts';
import type { Facts } from './types.ts';

export async function probe(lab: Lab): Promise<Facts> {
  const { leader, managed } = lab;
  await managed.createInstance({ name: 'mine', highlyAvailable: true });
  const { url } = await untilAvailable(managed, 'mine');
  const sets = await askTheService(managed, 'mine');
  const takesBaseBackup = await backUp(lab);
  return {
    managed: { ...(await tryRights(url)), sets },
    selfManaged: { ...(await tryRights(leader.url)), sets: await alterSystem(leader.url), takesBaseBackup },
  };
}

/** As one would do it in earnest. */
async function backUp({ follower, leader }: Lab): Promise<boolean> {
  const rules = await leader.readFile('pg_hba.conf');
  const { password, username } = new URL(leader.url);
  const { host, port } = leader.addressFor(follower);
  try {
    await leader.writeFile('pg_hba.conf', `host replication ${username} all scram-sha-256\n${rules}`);
    await query(leader.url, 'SELECT pg_reload_conf()');
    await follower.$`PGPASSWORD=${password} pg_basebackup -h ${host} -p ${port} -U ${username} -D /tmp/probe-backup-$$ -c fast -w && rm -rf /tmp/probe-backup-$$`;
    return true;
  } catch (error) {
    if (error instanceof CommandError || error instanceof LabOperationError) return false;
    throw error;
  } finally {
    await leader.writeFile('pg_hba.conf', rules);
    await query(leader.url, 'SELECT pg_reload_conf()');
  }
}
