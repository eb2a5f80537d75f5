import { Pool, type QueryResult } from 'pg';

const pools = new Map<string, Pool>();

/** Runs one statement in a session of the node's pool. */
export async function query(url: string, sql: string): Promise<QueryResult> {
  const pool = pools.get(url) ?? new Pool({ connectionString: url });
  pool.on('error', () => undefined); // a session that was idle when its server stopped
  pools.set(url, pool);
  return await pool.query(sql);
}
