import type { Pool, PoolClient, QueryResult, QueryResultRow } from 'pg';
import { afterSending, notConnected, ServiceError } from './errors.ts';
import { openPool } from './pool.ts';
import { Sockets } from './sockets.ts';
import type { ServiceConfig } from './types.ts';
import { within } from './within.ts';

/** Milliseconds for the connections that are still being opened. */
const farewell = 500;

/** A few connections to one server, for any number of calls; each call is over in time. */
export class Connections {
  readonly #pool: Pool;
  readonly #sockets = new Sockets();
  readonly #underWay = new Set<Promise<unknown>>();

  constructor(url: string, timeouts: ServiceConfig['timeouts']) {
    this.#pool = openPool(url, timeouts, this.#sockets.make);
  }

  /** The result of one statement. Throws a ServiceError that says whether it may have been done. */
  async query<Row extends QueryResultRow>(sql: string, values: unknown[]): Promise<QueryResult<Row>> {
    const call = this.#query<Row>(sql, values);
    this.#underWay.add(call);
    try {
      return await call;
    } finally {
      this.#underWay.delete(call);
    }
  }

  /** Waits for the calls under way, whose limits are its own; then every connection is closed, whoever is silent. */
  async close(): Promise<void> {
    // Not `pool.end()` alone: it forgets the calls that wait for a free connection.
    await Promise.allSettled(this.#underWay);
    if (!this.#pool.ending) await within(farewell, this.#pool.end()).catch(() => undefined);
    this.#sockets.destroy(); // the pool has said goodbye, and does not wait until anybody has heard it
  }

  async #query<Row extends QueryResultRow>(sql: string, values: unknown[]): Promise<QueryResult<Row>> {
    const client = await this.#connected();
    try {
      await client.query('BEGIN');
      const result = await client.query<Row>(sql, values);
      // WRONG: who sends a COMMIT and hears nothing does not know.
      await client.query('COMMIT').catch((error: unknown) => {
        throw new ServiceError('UNAVAILABLE', 'it was not committed', error);
      });
      client.release();
      return result;
    } catch (error) {
      // Not back into the pool: the next statement would wait behind the one that has no answer.
      client.release(true);
      throw error instanceof ServiceError ? error : afterSending(error);
    }
  }

  async #connected(): Promise<PoolClient> {
    try {
      return await this.#pool.connect();
    } catch (error) {
      throw notConnected(error);
    }
  }
}
