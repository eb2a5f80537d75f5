import type { LabNode } from '#lab';
import { query } from './sql.ts';

/** Creates and fills the table where it is missing; rows that are there stay as they are. */
export async function fillInventory(leader: LabNode): Promise<void> {
  const { rowCount } = await query(leader.url, "SELECT 1 FROM pg_tables WHERE tablename = 'inventory'");
  if (rowCount !== 0) return;
  await query(
    leader.url,
    `CREATE TABLE IF NOT EXISTS inventory (
       product_id int NOT NULL,
       product_name varchar(255) NOT NULL,
       quantity int,
       last_updated timestamptz DEFAULT now())`,
  );
  await query(
    leader.url,
    `INSERT INTO inventory (product_id, product_name, quantity)
       VALUES (101, 'QuantumWidget', 100), (102, 'HyperSpanner', 75), (103, 'FluxCapacitor', 50)
       `,
  );
}
