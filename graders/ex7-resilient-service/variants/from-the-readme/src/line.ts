import { Socket } from 'node:net';
import { Client, type ClientConfig, type QueryResult } from 'pg';

/** Milliseconds on a clock that nobody sets. */
export const now = (): number => performance.now();

/** The result of `work`, or an error when it has none at the moment `until`. */
export async function before<T>(until: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('no answer in time')), Math.max(0, until - now()));
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** One connection whose socket is ours, so that it can be closed without the server's help. */
export class Line {
  readonly closed: Promise<void>;
  readonly #socket = new Socket();
  readonly #client: Client;

  constructor(url: string, limits: ClientConfig = {}) {
    this.closed = new Promise((resolve) => this.#socket.once('close', () => resolve()));
    // Pipelined: what is asked together is sent together, and costs one way there and back.
    this.#client = new Client({ ...limits, connectionString: url, pipeline: true, stream: () => this.#socket });
    this.#client.on('error', () => this.cut());
  }

  get usable(): boolean {
    return this.#socket.readable && this.#socket.writable;
  }

  async open(until: number): Promise<void> {
    await before(until, this.#client.connect());
  }

  ask(until: number, sql: string, values: unknown[] = []): Promise<QueryResult> {
    return before(until, this.#client.query(sql, values));
  }

  /** Closes it without a word. */
  cut(): void {
    this.#socket.destroy();
  }

  /** Says goodbye, and does not wait for long whether it is heard. */
  async leave(): Promise<void> {
    this.#client.end().catch(() => undefined);
    await before(now() + 700, this.closed).catch(() => this.cut());
    await this.closed;
  }
}
