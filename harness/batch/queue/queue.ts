import { Pool, type PoolClient } from 'pg';
import { PgBoss } from 'pg-boss';
import { awakeNow } from '../../core/clock.ts';
import { LabError, messageOf } from '../../core/errors.ts';
import { waitUntil } from '../../core/wait-until.ts';
import { withoutPasswords } from '../../core/without-passwords.ts';
import { jobsSchema, layout } from './layout.ts';
import type { QueueUrl } from './queue-url.ts';

/** Milliseconds: to be let in, for one statement (some megabytes travel in it), and between two tries. */
const times = { connect: 10_000, statement: 60_000, again: 1000 };
/** Seconds between two looks for jobs whose workers have been lost. Every machine at the queue looks. */
const supervision = 5;

/** Runs statements, on whatever session or on that of a transaction. */
export interface Session {
  executeSql(text: string, values?: unknown[]): Promise<{ rows: unknown[] }>;
}

/** A PostgreSQL through which the machines of a batch speak with each other. */
export class Queue implements AsyncDisposable, Session {
  readonly jobs: PgBoss;
  readonly #pool: Pool;
  readonly #options: QueueOptions;
  readonly #shown: string;
  /** Since when it has not answered, in milliseconds awake. */
  #silentSince: number | undefined;

  private constructor(pool: Pool, jobs: PgBoss, shown: string, options: QueueOptions) {
    this.#pool = pool;
    this.#options = options;
    this.#shown = shown;
    this.jobs = jobs;
  }

  /** Makes what is not there yet. Throws NO_QUEUE. */
  static async open({ connection, shown }: QueueUrl, options: QueueOptions): Promise<Queue> {
    const pool = new Pool({
      connectionString: connection,
      application_name: 'replication-lab',
      connectionTimeoutMillis: times.connect,
      query_timeout: times.statement,
      keepAlive: true,
    });
    pool.on('error', noMatter);
    const jobs = new PgBoss({
      db: { executeSql: (text, values) => pool.query(text, values) },
      schema: jobsSchema,
      schedule: false,
      superviseIntervalSeconds: supervision,
      monitorIntervalSeconds: supervision,
      flowIntervalSeconds: 60,
    });
    jobs.on('error', noMatter);
    const queue = new Queue(pool, jobs, shown, options);
    try {
      // One machine after another: the layout holds a lock until the end of its transaction.
      await queue.together(async ({ executeSql }) => {
        await executeSql(layout);
        await jobs.start();
      });
    } catch (cause) {
      await queue[Symbol.asyncDispose]();
      throw new LabError('NO_QUEUE', `the queue cannot be used: ${reasonOf(cause)}`, {
        where: shown,
      });
    }
    return queue;
  }

  async executeSql(text: string, values?: unknown[]): Promise<{ rows: unknown[] }> {
    return await this.#pool.query(text, values);
  }

  /** All in one transaction, or nothing of it. */
  async together<T>(work: (session: Session) => Promise<T>): Promise<T> {
    const client = await this.#pool.connect();
    client.on('error', noMatter);
    try {
      await client.query('begin');
      const result = await work({ executeSql: (text, values) => client.query(text, values) });
      await client.query('commit');
      release(client);
      return result;
    } catch (error) {
      release(client, true); // what has become of it nobody knows: the server ends it
      throw error;
    }
  }

  /**
   * Does it, again and again until the queue has answered: its PostgreSQL may be restarted at any time, so it is work
   * that can be done twice. Rejects with the signal's reason, with a LabError of the work itself, and with NO_QUEUE when
   * the queue has not answered for too long.
   */
  async persist<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T> {
    const probe = async () => {
      try {
        const value = await work();
        this.#answers();
        return { value };
      } catch (error) {
        if (error instanceof LabError) return { error };
        const gone = this.#fails(reasonOf(error));
        return gone && { error: gone };
      }
    };
    const options = { timeout: Number.POSITIVE_INFINITY, interval: times.again, signal };
    const done = await waitUntil('the queue', probe, options);
    if ('error' in done) throw done.error;
    return done.value;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.jobs.stop({ graceful: false }).catch(noMatter);
    await this.#pool.end().catch(noMatter);
  }

  #answers(): void {
    if (this.#silentSince !== undefined) this.#options.news('the queue answers again');
    this.#silentSince = undefined;
  }

  /** What is to be said when it has been silent for too long. */
  #fails(message: string): LabError | undefined {
    const { news, patience } = this.#options;
    if (this.#silentSince === undefined) news(`the queue does not answer, and is tried again: ${message}`);
    this.#silentSince ??= awakeNow();
    if (awakeNow() - this.#silentSince < patience * 1000) return undefined;
    const found = `the queue has not answered for ${patience} seconds: ${message}`;
    return new LabError('NO_QUEUE', found, { where: this.#shown });
  }
}

export interface QueueOptions {
  news: QueueNews;
  /** Seconds without an answer, of those in which this machine was awake, after which the queue counts as gone. */
  patience: number;
}

/** Told when the queue stops to answer, and when it does so again. */
export type QueueNews = (line: string) => void;

/** A name with several addresses fails with an error for each, and with no message of its own. */
function reasonOf(error: unknown): string {
  const errors = error instanceof AggregateError ? error.errors : [error];
  return withoutPasswords([...new Set(errors.map(messageOf))].join('; '));
}

function release(client: PoolClient, broken = false): void {
  client.off('error', noMatter);
  client.release(broken);
}

/** A connection that ends between two statements: the next one says so to who needs it. */
function noMatter(): void {}

/** Whether the queue was waited for in vain. */
export function isGone(error: unknown): boolean {
  return error instanceof LabError && error.code === 'NO_QUEUE';
}
