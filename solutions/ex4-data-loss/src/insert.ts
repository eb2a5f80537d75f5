import type { ClientBase } from 'pg';
import type { Row } from './types.ts';

/** Resolves when the server says that the row is committed, which may be never. */
export async function insert(client: ClientBase, row: Row): Promise<void> {
  const sql = 'INSERT INTO inventory (product_id, product_name, quantity) VALUES ($1, $2, $3)';
  await client.query(sql, [row.product_id, row.product_name, row.quantity]);
}
