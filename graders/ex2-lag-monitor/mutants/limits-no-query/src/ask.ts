import { Client, type QueryResultRow } from 'pg';

/** Milliseconds in which a server must have answered: more than the second that it may take, less than the deadline. */
const patience = 1500;

/**
 * The one row that a server answers, or undefined when it does not: down, silent, or not in the role that the query
 * needs.
 */
export async function ask<Row extends QueryResultRow>(url: string, sql: string): Promise<Row | undefined> {
  // WRONG: no limit for the query.
  const client = new Client({ connectionString: url, connectionTimeoutMillis: patience });
  client.on('error', () => undefined); // the promise below rejects as well
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
