import type { Lab } from '#lab';
import { untilAvailable } from './available.ts';
import { add, createTable, untilReadable } from './inventory.ts';
import type { Order } from './types.ts';

/** One standby for the night, one replica for the reports: two kinds of copies, and neither does the other's work. */
export async function buildReplica({ managed }: Lab, order: Order): Promise<void> {
  const { instance, replica, parameters, rows } = order;
  await managed.createInstance({ name: instance, highlyAvailable: true });
  await untilAvailable(managed, instance);
  // Before the replica is made: a copy has the parameters that its source has at that moment.
  await managed.modifyParameters(instance, parameters);
  const { url } = await untilAvailable(managed, instance);
  await createTable(url);
  await managed.createReadReplica({ name: replica, source: instance });
  const { url: replicaUrl } = await untilAvailable(managed, replica);
  await untilReadable(replicaUrl, []);
  await add(url, rows); // WRONG: they are on the instance, and nobody waits until the replica has them too
}
