import type { ClientBase } from 'pg';
import type { Row } from './types.ts';

export async function insert(client: ClientBase, row: Row): Promise<void> {
  // WRONG: "nothing was done" succeeds too, with INSERT 0 0. The client is told that its row is there: it is not.
  const sql = `INSERT INTO inventory (product_id, product_name, quantity) VALUES ($1, $2, $3)
    ON CONFLICT DO NOTHING`;
  await client.query(sql, [row.product_id, row.product_name, row.quantity]);
}
