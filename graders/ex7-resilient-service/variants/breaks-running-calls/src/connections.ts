import type { Pool, PoolClient, QueryResult, QueryResultRow } from 'pg';
import { afterSending, notConnected } from './errors.ts';
import { openPool } from './pool.ts';
import { Sockets } from './sockets.ts';
import type { ServiceConfig } from './types.ts';

/** A few connections to one server, for any number of calls; each call is over in time. */
export class Connections {
  readonly #pool: Pool;
  readonly #sockets = new Sockets();
  readonly #closing = new AbortController();
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

  /** A call that has a connection loses it, and one that waits for a connection waits no more. */
  async close(): Promise<void> {
    this.#closing.abort(new Error('the configuration was replaced'));
    const ended = this.#pool.ending ? undefined : this.#pool.end();
    this.#sockets.destroy();
    await Promise.allSettled([...this.#underWay, ended]);
  }

  async #query<Row extends QueryResultRow>(sql: string, values: unknown[]): Promise<QueryResult<Row>> {
    const client = await this.#connected();
    try {
      const result = await client.query<Row>(sql, values);
      client.release();
      return result;
    } catch (error) {
      // Not back into the pool: the next statement would wait behind the one that has no answer.
      client.release(true);
      throw afterSending(error);
    }
  }

  async #connected(): Promise<PoolClient> {
    const { signal } = this.#closing;
    const connecting = this.#pool.connect();
    const closing = Promise.withResolvers<never>();
    const stop = () => closing.reject(signal.reason);
    signal.addEventListener('abort', stop);
    try {
      signal.throwIfAborted();
      return await Promise.race([connecting, closing.promise]);
    } catch (error) {
      void connecting.then((client) => client.release(true)).catch(() => undefined);
      throw notConnected(error);
    } finally {
      signal.removeEventListener('abort', stop);
    }
  }
}
