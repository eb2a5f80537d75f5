import { Client, type QueryResult } from 'pg';

export async function oneQuery(url: string, sql: string, values: unknown[]): Promise<QueryResult> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 2000, query_timeout: 2000 });
  client.on('error', () => undefined);
  await client.connect();
  return await client.query(sql, values);
}
