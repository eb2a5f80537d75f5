import type { Lab } from '#lab';
import { untilAvailable } from './available.ts';
import { add, createTable } from './inventory.ts';
import type { Order } from './types.ts';
import { until } from './until.ts';

/** One standby for the night, one replica for the reports: two kinds of copies, and neither does the other's work. */
export async function buildReplica({ managed }: Lab, order: Order): Promise<void> {
  const { instance, replica, parameters, rows } = order;
  await managed.createInstance({ name: instance, highlyAvailable: true });
  await untilAvailable(managed, instance);
  // Before the replica is made: a copy has the parameters that its source has at that moment.
  await managed.modifyParameters(instance, parameters);
  const { url } = await untilAvailable(managed, instance);
  await createTable(url);
  await add(url, rows);
  await managed.createReadReplica({ name: replica, source: instance });
  await untilAvailable(managed, replica);
  // The rows were written before the copy was made; without lag the replica has replayed all of them.
  await until(async () => (await managed.describe(replica)).lagBytes === 0 || undefined);
}
