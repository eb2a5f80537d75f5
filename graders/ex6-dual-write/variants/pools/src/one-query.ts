import { Pool, type QueryResult } from 'pg';

const pools = new Map<string, Pool>();

export async function oneQuery(url: string, sql: string, values: unknown[]): Promise<QueryResult> {
  return await poolOf(url).query(sql, values);
}

function poolOf(url: string): Pool {
  const known = pools.get(url);
  if (known) return known;
  const pool = new Pool({ connectionString: url, max: 5, connectionTimeoutMillis: 1500, query_timeout: 1500 });
  pool.on('error', () => undefined);
  pools.set(url, pool);
  return pool;
}
