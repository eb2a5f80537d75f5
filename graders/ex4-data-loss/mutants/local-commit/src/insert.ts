import type { ClientBase } from 'pg';
import type { Row } from './types.ts';

export async function insert(client: ClientBase, row: Row): Promise<void> {
  // WRONG: this commit waits for the leader's disk only, whatever synchronous_standby_names says.
  await client.query('SET synchronous_commit = local');
  const sql = 'INSERT INTO inventory (product_id, product_name, quantity) VALUES ($1, $2, $3)';
  await client.query(sql, [row.product_id, row.product_name, row.quantity]);
}
