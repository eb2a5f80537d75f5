import { Socket } from 'node:net';
import { Client, type QueryResultRow } from 'pg';

/** WRONG: less than the second that it may take. */
const patience = 700;

/**
 * The one row that a server answers, or undefined when it does not: down, silent, or not in the role that the query
 * needs. The connection is closed by then.
 */
export async function ask<Row extends QueryResultRow>(url: string, sql: string): Promise<Row | undefined> {
  const socket = new Socket();
  const client = new Client({ connectionString: url, stream: () => socket });
  client.on('error', () => undefined); // the promise below rejects as well
  // One limit for connecting, asking and saying goodbye: a silent server can be silent at any of them.
  const limit = setTimeout(() => socket.destroy(new Error(`no answer within ${patience} ms`)), patience);
  try {
    await client.connect();
    const { rows } = await client.query<Row>(sql);
    return rows[0];
  } catch {
    return undefined;
  } finally {
    await client.end().catch(() => undefined);
    clearTimeout(limit);
    socket.destroy();
  }
}
