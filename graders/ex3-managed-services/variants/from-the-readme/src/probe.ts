import type { Lab, LabNode, ManagedService } from '#lab';
import { askTheService } from './ask-the-service.ts';
import { untilAvailable } from './available.ts';
import { forEach, values } from './parameters.ts';
import { tryRights } from './rights.ts';
import { may, query } from './sql.ts';
import type { Facts, SideFacts } from './types.ts';
import { withText } from './with-text.ts';

/** Both sides at the same time: neither knows of the other. */
export async function probe({ leader, managed }: Lab): Promise<Facts> {
  const [here, there] = await Promise.all([tryOurs(leader), tryTheirs(managed)]);
  return { selfManaged: here, managed: there };
}

async function tryOurs(leader: LabNode): Promise<SideFacts> {
  const { url } = leader;
  const { username } = new URL(url);
  // The door for physical replication is shut, and a line of ours opens it: one trial tells of the rule and of the backup.
  const backUp = () => may(`${url}?replication=true`, "BASE_BACKUP (CHECKPOINT 'fast')");
  const shut = !(await backUp());
  const rule = `host replication ${username} all scram-sha-256\n`;
  const opened = await withText(leader, 'pg_hba.conf', (rules) => rule + rules, backUp);

  const lines = Object.entries(values).map(([name, value]) => `\n${name} = '${value}'`);
  const sets = await withText(
    leader,
    'postgresql.conf',
    (settings) => `${settings}${lines.join('')}\n`,
    () =>
      forEach(async (name, value) => (await query<Record<string, string>>(url, `SHOW ${name}`))[0]?.[name] === value),
  );
  return { ...(await tryRights(url)), changesAccessRules: shut && opened, takesBaseBackup: opened, sets };
}

async function tryTheirs(managed: ManagedService): Promise<SideFacts> {
  // A standby follows as well, so no read replica is needed for a row in pg_stat_replication.
  await managed.createInstance({ name: 'with-a-standby', highlyAvailable: true });
  const { url } = await untilAvailable(managed, 'with-a-standby');
  return { ...(await tryRights(url)), sets: await askTheService(managed, 'with-a-standby') };
}
