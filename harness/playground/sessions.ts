import { Client } from 'pg';
import type { RunningCluster } from '../cluster/cluster.ts';
import { LabError, messageOf } from '../core/errors.ts';
import { waitUntil } from '../core/wait-until.ts';
import { interpolate, nodeNames } from './names.ts';
import type { Outcome } from './outcome.ts';
import { formatResult, formatServerMessage, type ServerMessage } from './psql-format.ts';
import { splitStatements } from './split-statements.ts';

/** Milliseconds to connect. */
const connectTimeout = 10_000;
/** Milliseconds for a server to give up a statement that was cancelled. */
const cancelPatience = 2000;

/** The SQL sessions of a chapter or of the playground, by node and name: each is a connection that lasts from statement to statement. */
export class Sessions implements AsyncDisposable {
  readonly #cluster: RunningCluster | undefined;
  readonly #sessions = new Map<string, Session>();
  readonly #background = new Map<string, Promise<Outcome>>();

  constructor(cluster: RunningCluster | undefined) {
    this.#cluster = cluster;
  }

  /** Sends the statements one by one, and stops at the first error, as `psql -v ON_ERROR_STOP=1` does. */
  async run(node: string, session: string, sql: string): Promise<Outcome> {
    if (this.#background.has(`${node} ${session}`))
      throw new LabError('ARGUMENT', `session ${session} of ${node} is still busy in the background`);
    return await this.#send(node, session, sql);
  }

  /** The same, without waiting. */
  begin(node: string, session: string, sql: string): void {
    this.#background.set(`${node} ${session}`, this.#send(node, session, sql));
  }

  /** Waits for what was begun. */
  async answer(node: string, session: string): Promise<Outcome> {
    const outcome = await this.#background.get(`${node} ${session}`);
    this.#background.delete(`${node} ${session}`);
    if (!outcome) throw new LabError('ARGUMENT', `nothing runs in session ${session} of ${node}`);
    return outcome;
  }

  /**
   * Asks the server to give up what a session is waiting for, over the control path, as psql does at a Ctrl-C. A
   * session that does not end by that is closed.
   */
  async cancel(node: string, session: string): Promise<void> {
    const open = this.#sessions.get(`${node} ${session}`);
    const server = this.#cluster?.nodes.find(({ name }) => name === node);
    if (!open || !server || !open.busy) return;
    const frozen = server.state !== 'running';
    const idle = async () => {
      // Again and again: a session that is not yet connected, or between two statements, has nothing to cancel.
      if (!open.busy || open.pid === undefined) return !open.busy;
      const asked = server.query('SELECT pg_catalog.pg_cancel_backend($1)', [open.pid]).catch(() => undefined);
      await Promise.race([asked, idleWithin(open, cancelPatience)]);
      return !open.busy;
    };
    const limits = { timeout: cancelPatience, interval: 50 };
    if (frozen || !(await waitUntil('the session to be idle', idle, limits).catch(() => false))) open.destroy();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const session of this.#sessions.values()) session.destroy();
    await Promise.allSettled(this.#background.values());
  }

  async #send(name: string, session: string, sql: string): Promise<Outcome> {
    const cluster = this.#cluster;
    if (!cluster) throw new LabError('ARGUMENT', 'there are no nodes');
    const key = `${name} ${session}`;
    const text = interpolate(sql, nodeNames(cluster, name));
    let open = this.#sessions.get(key);
    if (!open || open.broken) {
      open = new Session(cluster.node(name).url, session);
      this.#sessions.set(key, open);
    }
    return await open.send(splitStatements(text));
  }
}

async function idleWithin(session: Session, timeout: number): Promise<boolean> {
  return await waitUntil('the session to be idle', () => !session.busy, { timeout }).catch(() => false);
}

class Session {
  broken = false;
  /** Whether statements are on their way. */
  busy = false;
  readonly #client: Client;
  readonly #connected: Promise<unknown>;
  /** Rejects when the session is closed on this side; of what waits then, `pg` may never say a word. */
  readonly #closed = Promise.withResolvers<never>();
  #printed: string[] = [];
  #tag = '';

  constructor(url: string, name: string) {
    this.#client = new Client({
      connectionString: url,
      application_name: name,
      connectionTimeoutMillis: connectTimeout,
      types: { getTypeParser: () => (text: unknown) => text },
    });
    this.#client.on('error', () => this.#break());
    this.#client.on('end', () => this.#break());
    this.#client.on('notice', (notice) => this.#printed.push(formatServerMessage(notice as ServerMessage)));
    // The tag as psql shows it: pg keeps only its first word.
    const { connection } = this.#client as unknown as { connection: NodeJS.EventEmitter };
    connection.on('commandComplete', ({ text }: { text: string }) => {
      this.#tag = text;
    });
    this.#connected = this.#client.connect();
    this.#connected.catch(() => this.#break());
    this.#closed.promise.catch(() => undefined);
  }

  /** Of the server's process, once it is connected. */
  get pid(): number | undefined {
    return (this.#client as unknown as { processID: number | null }).processID ?? undefined;
  }

  async send(statements: readonly string[]): Promise<Outcome> {
    this.busy = true;
    try {
      return await this.#sendAll(statements);
    } finally {
      this.busy = false;
    }
  }

  async #sendAll(statements: readonly string[]): Promise<Outcome> {
    this.#printed = [];
    for (const [at, statement] of statements.entries()) {
      try {
        await Promise.race([this.#connected, this.#closed.promise]);
        const asked = this.#client.query<unknown[]>({ text: statement, rowMode: 'array' });
        const result = await Promise.race([asked, this.#closed.promise]);
        this.#printed.push(formatResult(result.fields, result.rows as (string | null)[][], this.#tag));
      } catch (error) {
        return this.#failed(error, statement, statements.length - at - 1);
      }
    }
    return { text: this.#printed.join('\n'), failure: undefined };
  }

  destroy(): void {
    this.#break();
    this.#closed.reject(new Error('it was closed'));
    void this.#client.end().catch(() => undefined);
    const { stream } = (this.#client as unknown as { connection: { stream: { destroy(): void } } }).connection;
    stream.destroy();
  }

  #failed(error: unknown, statement: string, left: number): Outcome {
    const { severity, code } = error as ServerMessage;
    const fromServer = severity !== undefined && code !== undefined;
    if (!fromServer || severity === 'FATAL') this.#break();
    this.#printed.push(
      fromServer ? formatServerMessage(error as ServerMessage, statement) : `connection lost: ${messageOf(error)}`,
    );
    if (left > 0) this.#printed.push(`(${left} further statements were not sent)`);
    return { text: this.#printed.join('\n'), failure: { code: fromServer ? code : 'connection' } };
  }

  #break(): void {
    this.broken = true;
  }
}
