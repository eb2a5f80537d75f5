import type { Lab } from '#lab';
import { untilAvailable } from './available.ts';
import { query } from './sql.ts';
import type { Order } from './types.ts';
import { until } from './until.ts';

export async function buildReplica({ managed }: Lab, order: Order): Promise<void> {
  const { instance, replica, parameters, rows } = order;
  await managed.createInstance({ name: instance, highlyAvailable: true });
  const { url } = await untilAvailable(managed, instance);
  await managed.createReadReplica({ name: replica, source: instance });
  // While the copy is made its source takes writes; what comes too late for the copy comes by replication.
  await query(
    url,
    `CREATE TABLE public.inventory (product_id int PRIMARY KEY, product_name varchar(255) NOT NULL, quantity int,
       last_updated timestamptz)`,
  );
  await query(
    url,
    `INSERT INTO public.inventory (product_id, product_name, quantity)
       SELECT * FROM json_to_recordset($1) AS (product_id int, product_name text, quantity int)`,
    [JSON.stringify(rows)],
  );
  await untilAvailable(managed, replica);
  await managed.modifyParameters(instance, parameters);
  await untilAvailable(managed, instance);
  // Nothing behind, so the rows are there, without a look at them.
  await until(async () => (await managed.describe(replica)).lagBytes === 0 || undefined);
}
