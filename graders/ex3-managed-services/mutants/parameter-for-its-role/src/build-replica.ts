import type { Lab } from '#lab';
import { untilAvailable } from './available.ts';
import { add, createTable, untilReadable } from './inventory.ts';
import { query } from './sql.ts';
import type { Order } from './types.ts';

/** One standby for the night, one replica for the reports: two kinds of copies, and neither does the other's work. */
export async function buildReplica({ managed }: Lab, order: Order): Promise<void> {
  const { instance, replica, parameters, rows } = order;
  await managed.createInstance({ name: instance, highlyAvailable: true });
  const { url } = await untilAvailable(managed, instance);
  for (const [name, value] of Object.entries(parameters)) {
    // WRONG: nobody but `student` gets it; and what only a superuser may set is refused.
    await query(url, `ALTER ROLE CURRENT_USER SET ${name} = '${value}'`).catch(() => undefined);
  }
  await createTable(url);
  await add(url, rows);
  await managed.createReadReplica({ name: replica, source: instance });
  const { url: replicaUrl } = await untilAvailable(managed, replica);
  // "Available" says that it follows, not how far it has come.
  await untilReadable(replicaUrl, rows);
}
