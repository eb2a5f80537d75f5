import { Client, type QueryResultRow } from 'pg';

export async function ask<Row extends QueryResultRow>(url: string, sql: string): Promise<Row | undefined> {
  const client = new Client({
    connectionString: url,
    connectionTimeoutMillis: 2000,
    query_timeout: 2000,
    application_name: 'lag monitor',
  });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<Row>(sql);
    return rows[0];
  } catch {
    return undefined;
  } finally {
    void client.end().catch(() => undefined);
  }
}
