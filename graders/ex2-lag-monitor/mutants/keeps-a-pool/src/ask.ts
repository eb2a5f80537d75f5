import { Pool, type QueryResultRow } from 'pg';

const pools = new Map<string, Pool>();

export async function ask<Row extends QueryResultRow>(url: string, sql: string): Promise<Row | undefined> {
  let pool = pools.get(url);
  if (!pool) {
    pool = new Pool({ connectionString: url, connectionTimeoutMillis: 1500, query_timeout: 1500, max: 4 });
    pool.on('error', () => undefined);
    pools.set(url, pool);
  }
  try {
    return (await pool.query<Row>(sql)).rows[0];
  } catch {
    return undefined;
  }
}
