import { DatabaseError } from 'pg';
import { Gate } from './gate.ts';
import { before, Line, now } from './line.ts';
import type { ErrorCode, Health, Item, NodeHealth, Server, ServiceConfig } from './types.ts';

export class ServiceError extends Error {
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string, cause?: unknown) {
    super(message, { cause });
    this.code = code;
  }
}

const IDENTITY = `
  SELECT CASE WHEN pg_is_in_recovery() THEN 'follower' ELSE 'leader' END AS role,
         CASE WHEN pg_is_in_recovery() THEN pg_last_wal_replay_lsn() ELSE pg_current_wal_lsn() END - '0/0' AS position,
         EXISTS (SELECT FROM pg_stat_wal_receiver WHERE status = 'streaming') AS streams`;

interface Found {
  role: 'leader' | 'follower' | null;
  position: string | null;
  streams: boolean;
}

/** The service with one configuration: it never changes, and ends when another one has taken its place. */
export class Generation {
  readonly #config: ServiceConfig;
  readonly #gates = new Map<string, Gate>();
  readonly #running = new Set<Promise<unknown>>();
  readonly #checks = new Set<Line>();

  constructor(config: ServiceConfig) {
    this.#config = structuredClone(config);
    const { connect, query } = config.timeouts;
    const limits = {
      // The server gives up before we do. So what it says is heard, and no lock outlives a client that is gone.
      statement_timeout: query,
      idle_in_transaction_session_timeout: connect + query,
    };
    for (const { url } of this.#servers()) this.#gates.set(url, new Gate(url, limits));
  }

  /** Runs a call; `end` waits for it. */
  run<T>(call: () => Promise<T>): Promise<T> {
    const running = call().finally(() => this.#running.delete(settled));
    const settled = running.catch(() => undefined);
    this.#running.add(settled);
    return running;
  }

  /** In a transaction, since all that fails before its COMMIT is sent is known to be undone. */
  async update(productId: number, quantity: number): Promise<void> {
    const { line, gate, until } = await this.#line(this.#config.leader);
    let undone = false;
    let found: boolean;
    try {
      // Both at once. Until BEGIN has been answered the UPDATE may have been run without it.
      const begin = line.ask(until, 'BEGIN').then(
        () => {
          undone = true;
        },
        (cause) => {
          throw new Error('no transaction was begun', { cause });
        },
      );
      const sql = 'UPDATE public.inventory SET quantity = $1, last_updated = now() WHERE product_id = $2';
      const [, updated] = await Promise.all([begin, line.ask(until, sql, [quantity, productId])]);
      found = updated.rowCount !== 0;
      undone = !found;
      await line.ask(until + 500, 'COMMIT');
    } catch (error) {
      line.cut();
      undone ||= error instanceof DatabaseError && error.severity === 'ERROR';
      if (undone) throw new ServiceError('UNAVAILABLE', 'the change was not made', error);
      throw new ServiceError('UNKNOWN', 'nobody knows whether the change was made', error);
    } finally {
      gate.giveBack(line);
    }
    if (!found) throw new ServiceError('NOT_FOUND', `there is no product ${productId}`);
  }

  async read(productId: number): Promise<Item | null> {
    const { line, gate, until } = await this.#line(this.#config.follower ?? this.#config.leader);
    try {
      const sql = 'SELECT product_id, product_name, quantity FROM public.inventory WHERE product_id = $1';
      const { rows } = await line.ask(until, sql, [productId]);
      return rows[0] ?? null;
    } catch (error) {
      line.cut();
      throw new ServiceError('UNAVAILABLE', 'there was no answer', error);
    } finally {
      gate.giveBack(line);
    }
  }

  async health(closed = false): Promise<Health> {
    const ask = async (server: Server): Promise<Found> => {
      const nobody = { role: null, position: null, streams: false };
      return closed ? nobody : await this.#identify(server).catch(() => nobody);
    };
    const { leader, follower } = this.#config;
    const [first, second] = await Promise.all([ask(leader), follower && ask(follower)]);
    const told = ({ role }: Found, healthy: boolean): NodeHealth => ({ up: role !== null, role, healthy });
    const report: Health = { leader: told(first, first.role === 'leader'), follower: null };
    if (second === undefined) return report;
    let lagBytes: bigint | null = null;
    if (first.role === 'leader' && second.role === 'follower' && first.position !== null && second.position !== null) {
      const difference = BigInt(first.position) - BigInt(second.position);
      lagBytes = difference > 0n ? difference : 0n;
    }
    report.follower = { ...told(second, second.role === 'follower' && second.streams), lagBytes };
    return report;
  }

  /** Resolves when the calls under way are answered and all connections are closed. */
  async end(): Promise<void> {
    const { connect, query } = this.#config.timeouts;
    // Calls have limits of their own, within this one. A health check may have more time, and is cut short.
    await before(now() + connect + query + 1500, Promise.all(this.#running)).catch(() => undefined);
    for (const line of this.#checks) line.cut();
    await Promise.all([...this.#gates.values()].map((gate) => gate.end()));
  }

  #servers(): Server[] {
    const { leader, follower } = this.#config;
    return follower === undefined ? [leader] : [leader, follower];
  }

  /** A connection, and the moment until which its answer is waited for. */
  async #line(server: Server): Promise<{ line: Line; gate: Gate; until: number }> {
    const { connect, query } = this.#config.timeouts;
    const gate = this.#gates.get(server.url) as Gate;
    try {
      const line = await gate.take(now() + connect);
      return { line, gate, until: now() + query + 300 };
    } catch (error) {
      throw new ServiceError('UNAVAILABLE', 'no connection could be opened', error);
    }
  }

  /** With a connection of its own: whether somebody new is let in is a part of the question. */
  async #identify({ url }: Server): Promise<Found> {
    const until = now() + this.#config.timeouts.health;
    const line = new Line(url);
    this.#checks.add(line);
    try {
      await line.open(until);
      const { rows } = await line.ask(until, IDENTITY);
      return rows[0];
    } finally {
      if (line.usable) void line.leave();
      else line.cut();
      void line.closed.then(() => this.#checks.delete(line));
    }
  }
}
