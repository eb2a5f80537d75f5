import type { LabNode } from '#lab';
import { query } from './sql.ts';

/** Creates and fills the table where it is missing; rows that are there stay as they are. */
export async function fillInventory(leader: LabNode): Promise<void> {
  await query(
    leader.url,
    `CREATE TABLE IF NOT EXISTS inventory (
       product_id int PRIMARY KEY,
       product_name varchar(255) NOT NULL,
       quantity int,
       last_updated timestamptz DEFAULT now())`,
  );
  await query(
    leader.url,
    `INSERT INTO inventory (product_id, product_name, quantity)
       VALUES (101, 'QuantumWidget', 100), (102, 'HyperSpanner', 75), (103, 'FluxCapacitor', 50)
       ON CONFLICT (product_id) DO UPDATE SET product_name = excluded.product_name, last_updated = now()`,
  );
}
