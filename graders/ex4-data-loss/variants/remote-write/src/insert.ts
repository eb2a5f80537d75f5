import type { ClientBase } from 'pg';
import type { Row } from './types.ts';

export async function insert(client: ClientBase, row: Row): Promise<void> {
  // Enough here: the follower survives its leader, and promotes with what it has received.
  await client.query('SET synchronous_commit = remote_write');
  const sql = 'INSERT INTO inventory (product_id, product_name, quantity) VALUES ($1, $2, $3)';
  await client.query(sql, [row.product_id, row.product_name, row.quantity]);
}
