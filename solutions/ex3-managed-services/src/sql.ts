import { Client, DatabaseError, type QueryResultRow } from 'pg';

/** One statement in a session of its own, closed whatever comes. */
export async function query<Row extends QueryResultRow>(url: string, text: string, values?: unknown[]): Promise<Row[]> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  client.on('error', () => undefined); // the query itself reports it
  try {
    await client.connect();
    return (await client.query<Row>(text, values)).rows;
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** `insufficient_privilege`, and `invalid_authorization_specification`: no rule of pg_hba.conf lets you in. */
const refusals = ['42501', '28000'];

/**
 * Whether the server lets us do it. Only a refusal is a no: a server that is down, or a statement with a slip of the pen,
 * says nothing about rights. `allowed`: errors that come after the right was looked at.
 */
export async function may(url: string, text: string, allowed: readonly string[] = []): Promise<boolean> {
  try {
    await query(url, text);
    return true;
  } catch (error) {
    if (!(error instanceof DatabaseError) || error.code === undefined) throw error;
    if (refusals.includes(error.code)) return false;
    if (allowed.includes(error.code)) return true;
    throw error;
  }
}
