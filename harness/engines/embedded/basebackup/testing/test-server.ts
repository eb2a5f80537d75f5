import { type ChildProcess, spawn } from 'node:child_process';
import { openSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import pg from 'pg';
import { NotYet, waitUntil } from '../../../../core/wait-until.ts';
import { type Playground, unprivileged } from './playground.ts';

/** A password with everything that needs quoting somewhere. */
export const password = `it's a "p\\ss", 100%`;

/** Milliseconds for a server to become ready or a row to arrive. */
const patience = 20_000;

/** A running PostgreSQL server on 127.0.0.1, for a test. Disposing of it stops it. */
export class TestServer implements AsyncDisposable {
  readonly port: number;
  readonly directory: string;
  readonly #process: ChildProcess;

  private constructor(port: number, directory: string, child: ChildProcess) {
    this.port = port;
    this.directory = directory;
    this.#process = child;
  }

  /** Makes a new data directory with the superuser `postgres` and the password above, and starts a server on it. */
  static async create(playground: Playground, bin: string, name: string): Promise<TestServer> {
    const directory = playground.path(name);
    const passwordFile = playground.path(`${name}.password`);
    writeFileSync(passwordFile, password);
    const options = ['-A', 'scram-sha-256', '-N', '--locale=C', '--encoding=UTF8', '--wal-segsize=1'];
    const account = ['-U', 'postgres', `--pwfile=${passwordFile}`];
    playground.mustRun(join(bin, 'initdb'), ['-D', directory, ...account, ...options]);
    return TestServer.start(playground, bin, directory);
  }

  /** Starts a server on a data directory that exists. Throws with its log when it is not ready in 20 s. */
  static async start(playground: Playground, bin: string, directory: string): Promise<TestServer> {
    const port = await freePort();
    const log = openSync(`${directory}.log`, 'a');
    // wal_level allows for a logical slot, which is one of the things to go wrong.
    const fixed = ['fsync=off', 'wal_level=logical', 'autovacuum=off'];
    const settings = [...fixed, 'listen_addresses=127.0.0.1', 'unix_socket_directories='];
    const args = ['-D', directory, '-p', String(port), ...settings.flatMap((setting) => ['-c', setting])];
    const stdio = ['ignore', log, log] as const;
    const child = spawn(join(bin, 'postgres'), args, { cwd: playground.root, stdio: [...stdio], ...unprivileged });
    const server = new TestServer(port, directory, child);
    try {
      await server.eventually('SELECT 1', '1');
    } catch (error) {
      await server[Symbol.asyncDispose]();
      throw new Error(readFileSync(`${directory}.log`, 'utf8'), { cause: error });
    }
    return server;
  }

  /** What a student would write to reach this server, without the password. */
  get flags(): string[] {
    return ['-h', '127.0.0.1', '-p', String(this.port), '-U', 'postgres'];
  }

  /** The first column of the first row, as text. */
  async query(sql: string): Promise<string | undefined> {
    const user = 'postgres';
    const client = new pg.Client({ host: '127.0.0.1', port: this.port, user, password, database: user });
    client.on('error', () => {});
    await client.connect();
    try {
      const { rows } = await client.query<unknown[]>({ text: sql, rowMode: 'array' });
      const value = rows[0]?.[0];
      return value === undefined || value === null ? undefined : String(value);
    } finally {
      await client.end();
    }
  }

  /** Asks until the answer is the expected one; throws with the last answer after 20 s. */
  async eventually(sql: string, expected: string): Promise<void> {
    const probe = async () => {
      if (this.#process.exitCode !== null) throw new Error('the server has ended');
      const seen = await this.query(sql);
      return seen === expected || new NotYet(seen);
    };
    await waitUntil(sql, probe, { timeout: patience, interval: 10 });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#process.exitCode !== null || this.#process.signalCode !== null) return;
    const closed = new Promise((resolve) => this.#process.once('close', resolve));
    // Immediate shutdown: children end too, which SIGKILL would not bring about.
    this.#process.kill('SIGQUIT');
    await closed;
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
