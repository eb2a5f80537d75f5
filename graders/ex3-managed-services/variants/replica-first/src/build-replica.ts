import { Client } from 'pg';
import type { Lab } from '#lab';
import { untilAvailable } from './available.ts';
import { untilReadable } from './inventory.ts';
import type { Order } from './types.ts';

export async function buildReplica(lab: Lab, { instance, replica, parameters, rows }: Order): Promise<string> {
  await lab.managed.createInstance({ highlyAvailable: true, name: instance });
  await untilAvailable(lab.managed, instance);
  await lab.managed.createReadReplica({ name: replica, source: instance });
  for (const [name, value] of Object.entries(parameters)) {
    await untilAvailable(lab.managed, instance);
    await lab.managed.modifyParameters(instance, { [name]: value });
  }
  const { url } = await untilAvailable(lab.managed, instance);
  const client = new Client({ connectionString: url });
  await client.connect();
  await client.query('BEGIN');
  await client.query(`CREATE TABLE public.inventory (product_id int PRIMARY KEY, product_name varchar(255) NOT NULL,
    quantity int, last_updated timestamptz)`);
  for (const { product_id, product_name, quantity } of rows) {
    await client.query('INSERT INTO public.inventory VALUES ($1, $2, $3, now())', [product_id, product_name, quantity]);
  }
  await client.query('COMMIT');
  await client.end();
  const { url: readable } = await untilAvailable(lab.managed, replica);
  await untilReadable(readable, rows);
  return readable;
}
