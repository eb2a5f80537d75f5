import type { Socket } from 'node:net';
import { Pool } from 'pg';
import type { ServiceConfig } from './types.ts';

/** Ten connections at most, so that two pools, the old one and the new, fit into what the role may have. */
export function openPool(url: string, { connect }: ServiceConfig['timeouts'], makeSocket: () => Socket): Pool {
  const pool = new Pool({
    connectionString: url,
    max: 10,
    connectionTimeoutMillis: connect, // to be let in, or for a free one
    // WRONG: a connection that has been open for an hour can fall silent as well.
    stream: makeSocket,
  });
  // A connection that breaks while nobody uses it, and one that breaks in use: calls report both, and without a
  // listener either would end the program.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}
