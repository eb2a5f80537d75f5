import { Client, type QueryResult } from 'pg';

/** Runs one statement in a session of its own. */
export async function query(url: string, sql: string): Promise<QueryResult> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return await client.query(sql);
  } finally {
    await client.end();
  }
}
