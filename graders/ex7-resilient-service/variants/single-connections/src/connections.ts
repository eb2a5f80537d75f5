import { Client, type QueryResult, type QueryResultRow } from 'pg';
import { afterSending, notConnected } from './errors.ts';
import { Sockets } from './sockets.ts';
import type { ServiceConfig } from './types.ts';
import { within } from './within.ts';

/** A connection for each call, and ten calls at a time; the others stand in line. */
export class Connections {
  readonly #url: string;
  readonly #timeouts: ServiceConfig['timeouts'];
  readonly #underWay = new Set<Promise<unknown>>();
  readonly #line: (() => void)[] = [];
  #free = 10;

  constructor(url: string, timeouts: ServiceConfig['timeouts']) {
    this.#url = url;
    this.#timeouts = timeouts;
  }

  async query<Row extends QueryResultRow>(sql: string, values: unknown[]): Promise<QueryResult<Row>> {
    const call = this.#query<Row>(sql, values);
    this.#underWay.add(call);
    try {
      return await call;
    } finally {
      this.#underWay.delete(call);
    }
  }

  /** A call closes its own connection. */
  async close(): Promise<void> {
    await Promise.allSettled(this.#underWay);
  }

  async #query<Row extends QueryResultRow>(sql: string, values: unknown[]): Promise<QueryResult<Row>> {
    const { connect, query } = this.#timeouts;
    const until = Date.now() + connect;
    await this.#turn(connect);
    const sockets = new Sockets();
    try {
      const client = new Client({ connectionString: this.#url, stream: sockets.make });
      client.on('error', () => undefined);
      await within(until - Date.now(), client.connect()).catch((error: unknown) => {
        throw notConnected(error);
      });
      return await within(query, client.query<Row>(sql, values)).catch((error: unknown) => {
        throw afterSending(error);
      });
    } finally {
      sockets.destroy();
      this.#next();
    }
  }

  async #turn(ms: number): Promise<void> {
    if (this.#free > 0) {
      this.#free -= 1;
      return;
    }
    const turn = Promise.withResolvers<void>();
    this.#line.push(turn.resolve);
    await within(ms, turn.promise).catch((error: unknown) => {
      const at = this.#line.indexOf(turn.resolve);
      if (at >= 0) this.#line.splice(at, 1);
      else this.#next(); // it came too late
      throw notConnected(error);
    });
  }

  #next(): void {
    const next = this.#line.shift();
    if (next) next();
    else this.#free += 1;
  }
}
