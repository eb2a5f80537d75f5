import type { ClientBase } from 'pg';
import type { Row } from './types.ts';

export async function insert(client: ClientBase, row: Row): Promise<void> {
  // WRONG: with this no key is ever taken. The write of another client is overwritten, and both were acked.
  const sql = `INSERT INTO inventory (product_id, product_name, quantity) VALUES ($1, $2, $3)
    ON CONFLICT (product_id) DO UPDATE
    SET product_name = EXCLUDED.product_name, quantity = EXCLUDED.quantity`;
  await client.query(sql, [row.product_id, row.product_name, row.quantity]);
}
