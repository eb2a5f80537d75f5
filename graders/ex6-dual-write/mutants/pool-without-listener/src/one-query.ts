import { Pool, type QueryResult } from 'pg';

const pools = new Map<string, Pool>();

export async function oneQuery(url: string, sql: string, values: unknown[]): Promise<QueryResult> {
  const pool = pools.get(url) ?? new Pool({ connectionString: url, connectionTimeoutMillis: 2000, query_timeout: 2000 });
  pools.set(url, pool);
  return await pool.query(sql, values);
}
