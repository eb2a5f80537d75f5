import { Client, type QueryResult } from 'pg';

/** Milliseconds to be let in, and for the answer. A node that is well needs less than a second for both. */
const patience = 2000;

/** One statement in a session of its own: nothing of a broken connection outlives it. Values go beside the SQL. */
export async function oneQuery(url: string, sql: string, values: unknown[]): Promise<QueryResult> {
  const client = new Client({
    connectionString: url,
    connectionTimeoutMillis: patience,
    query_timeout: patience,
  });
  client.on('error', () => undefined); // the query reports it; without a listener it would end the program
  try {
    await client.connect();
    return await client.query(sql, values);
  } finally {
    void client.end().catch(() => undefined); // a silent node answers no goodbye: nobody waits for it
  }
}
