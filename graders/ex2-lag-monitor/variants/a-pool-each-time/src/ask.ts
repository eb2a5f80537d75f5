import { Pool, type QueryResultRow } from 'pg';

export async function ask<Row extends QueryResultRow>(url: string, sql: string): Promise<Row | undefined> {
  const pool = new Pool({ connectionString: url, connectionTimeoutMillis: 1800, query_timeout: 1800, max: 1 });
  pool.on('error', () => undefined);
  try {
    return (await pool.query<Row>(sql)).rows[0];
  } catch {
    return undefined;
  } finally {
    await pool.end();
  }
}
