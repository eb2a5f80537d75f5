import type { Socket } from 'node:net';
import { Pool } from 'pg';
import type { ServiceConfig } from './types.ts';

/** Fewer than the 20 that a server allows. */
export function openPool(url: string, { connect, query }: ServiceConfig['timeouts'], makeSocket: () => Socket): Pool {
  const pool = new Pool({
    connectionString: url,
    max: 19,
    connectionTimeoutMillis: connect, // to be let in, or for a free one
    query_timeout: query, // ends our wait only: what the server does with the statement is its own affair
    stream: makeSocket,
  });
  // A connection that breaks while nobody uses it, and one that breaks in use: calls report both, and without a
  // listener either would end the program.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}
