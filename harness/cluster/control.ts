import { Client, type QueryResultRow } from 'pg';
import { LabError, messageOf } from '../core/errors.ts';
import { waitUntil } from '../core/wait-until.ts';

/** Milliseconds to connect, and for one statement; a grader's statement that takes longer meets a sick server. */
const connectTimeout = 5000;
const statementTimeout = 15_000;
/** Milliseconds for a server to take up an access rule after a reload. */
const admitTimeout = 2000;

/**
 * The harness's own way to a node: one connection, opened when it is needed, opened again when it broke. Its sessions
 * have an empty search_path (names are qualified, so nothing of a student's shadows the catalog) and never wait for a
 * synchronous follower.
 */
export class ControlPath implements AsyncDisposable {
  readonly #node: string;
  readonly #url: () => string;
  readonly #admit: () => Promise<boolean>;
  #client: Promise<Client> | undefined;
  /** Statements run one after another: a connection has one at a time. */
  #last: Promise<unknown> = Promise.resolve();
  #closed = false;

  /** `admit` is called when the server's access rules keep us out; it says whether it has changed them. */
  constructor(node: string, url: () => string, admit: () => Promise<boolean>) {
    this.#node = node;
    this.#url = url;
    this.#admit = admit;
  }

  /** Rows of one statement. Throws NODE_DOWN when there is no connection to be had; a server's error as it is. */
  query<Row extends QueryResultRow>(sql: string, values?: unknown[]): Promise<Row[]> {
    const turn = this.#last.then(() => this.#run<Row>(sql, values));
    this.#last = turn.catch(() => undefined);
    return turn;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true;
    const client = await this.#client?.catch(() => undefined);
    if (client) this.#drop(client);
  }

  async #run<Row extends QueryResultRow>(sql: string, values?: unknown[]): Promise<Row[]> {
    const client = await this.#connected();
    try {
      return (await client.query<Row>(sql, values)).rows;
    } catch (error) {
      if (isServerError(error)) throw error;
      this.#drop(client);
      throw new LabError('NODE_DOWN', `${this.#node} broke the connection: ${messageOf(error)}`, {
        where: this.#node,
        cause: error,
      });
    }
  }

  #connected(): Promise<Client> {
    if (this.#closed) throw new LabError('NODE_DOWN', `the control path to ${this.#node} is closed`);
    this.#client ??= this.#admitted().catch((cause: unknown) => {
      this.#client = undefined;
      throw new LabError('NODE_DOWN', `${this.#node} does not accept a connection: ${messageOf(cause)}`, {
        where: this.#node,
        cause,
      });
    });
    return this.#client;
  }

  async #admitted(): Promise<Client> {
    try {
      return await this.#connect();
    } catch (error) {
      if (!isKeptOut(error) || !(await this.#admit())) throw error;
      const again = async () => {
        const [answer] = await Promise.allSettled([this.#connect()]);
        if (answer.status === 'rejected' && isKeptOut(answer.reason)) throw answer.reason;
        return answer;
      };
      const answer = await waitUntil(`${this.#node} to take up its access rules`, again, { timeout: admitTimeout });
      if (answer.status === 'rejected') throw answer.reason;
      return answer.value;
    }
  }

  async #connect(): Promise<Client> {
    const client = new Client({
      connectionString: this.#url(),
      connectionTimeoutMillis: connectTimeout,
      query_timeout: statementTimeout + 2000,
      application_name: 'lab control',
      options: `-c search_path= -c statement_timeout=${statementTimeout} -c lock_timeout=5000 -c synchronous_commit=local`,
    });
    client.on('error', () => this.#drop(client)); // an idle connection broke: the next query opens another
    client.on('end', () => this.#drop(client));
    try {
      await client.connect();
    } catch (error) {
      destroy(client);
      throw error;
    }
    return client;
  }

  #drop(client: Client): void {
    this.#client = undefined;
    destroy(client);
  }
}

/** Ends it without waiting for a server that may be gone. */
function destroy(client: Client): void {
  void client.end().catch(() => undefined);
  const { stream } = (client as unknown as { connection: { stream: { destroy(): void } } }).connection;
  stream.destroy();
}

/** No line of pg_hba.conf lets us in, or one rejects us. A wrong password and a missing role are other matters. */
function isKeptOut(error: unknown): boolean {
  if (!(error instanceof Error) || !('code' in error)) return false;
  return error.code === '28000' && !error.message.endsWith('does not exist');
}

/** The server answered, with an error: its five-letter SQLSTATE tells it from an error of the connection. */
function isServerError(error: unknown): boolean {
  if (!(error instanceof Error) || !('code' in error) || !('severity' in error)) return false;
  const { code, severity } = error as { code: unknown; severity: unknown };
  return typeof code === 'string' && severity === 'ERROR';
}
