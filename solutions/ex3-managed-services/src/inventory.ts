import { query } from './sql.ts';
import type { Product } from './types.ts';
import { until } from './until.ts';

export async function createTable(url: string): Promise<void> {
  await query(
    url,
    `CREATE TABLE inventory (
       product_id int PRIMARY KEY,
       product_name varchar(255) NOT NULL,
       quantity int,
       last_updated timestamptz DEFAULT now())`,
  );
}

export async function add(url: string, rows: readonly Product[]): Promise<void> {
  await query(
    url,
    `INSERT INTO inventory (product_id, product_name, quantity)
       SELECT * FROM unnest($1::int[], $2::text[], $3::int[])`,
    [rows.map((row) => row.product_id), rows.map((row) => row.product_name), rows.map((row) => row.quantity)],
  );
}

/** Waits until a replica shows the rows. */
export async function untilReadable(url: string, rows: readonly Product[]): Promise<void> {
  await until(async () => {
    const [found] = await query<{ n: number }>(url, 'SELECT count(*)::int AS n FROM inventory').catch(() => []);
    return found?.n === rows.length || undefined;
  });
}
