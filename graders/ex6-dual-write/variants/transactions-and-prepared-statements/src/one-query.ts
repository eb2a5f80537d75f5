import { Client, type QueryResult } from 'pg';

export async function oneQuery(url: string, sql: string, values: unknown[]): Promise<QueryResult> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 1200, query_timeout: 1200 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('BEGIN');
    const result = await client.query({ name: 'the-one', text: sql, values });
    await client.query('COMMIT');
    return result;
  } finally {
    void client.end().catch(() => undefined);
  }
}
