import { Client, type QueryResult } from 'pg';

export async function oneQuery(url: string, sql: string, values: unknown[]): Promise<QueryResult> {
  const client = new Client({ connectionString: url });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return await client.query(sql, values);
  } finally {
    void client.end().catch(() => undefined);
  }
}
