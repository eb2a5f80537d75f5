import type { ClientBase } from 'pg';
import type { Row } from './types.ts';

export async function insert(client: ClientBase, row: Row): Promise<void> {
  // More than enough: the follower has the row, and shows it already.
  await client.query('SET synchronous_commit = remote_apply');
  const sql = 'INSERT INTO inventory (product_id, product_name, quantity) VALUES ($1, $2, $3)';
  await client.query(sql, [row.product_id, row.product_name, row.quantity]);
}
