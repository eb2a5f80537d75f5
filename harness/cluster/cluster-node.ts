import type { QueryResultRow } from 'pg';
import { wallNow } from '../core/clock.ts';
import { LabError } from '../core/errors.ts';
import { waitUntil } from '../core/wait-until.ts';
import { type Machine, type StopMode, serverState } from '../engines/engine.ts';
import type { LinkAddress, OpenedLink } from '../gateway/gateway.ts';
import { ControlPath } from './control.ts';
import { connectionUrl, type Identities } from './identities.ts';
import { parseLsn } from './lsn.ts';
import { withControlRule } from './recipe.ts';

/** How a node is reached: one address for each path. */
export interface NodePaths {
  client: OpenedLink;
  control: LinkAddress;
  /** By the name of the node that dials. */
  peers: Record<string, OpenedLink>;
}

/** A position in the WAL that somebody asked a node for. */
export interface LsnReading {
  /** Wall-clock milliseconds of the answer. */
  at: number;
  /** `inserted`: where the next record goes; `replayed`: how far a follower has come. */
  what: 'inserted' | 'replayed';
  lsn: bigint;
}

/** Readings kept of one node; a poll that finds the same again adds none. */
const readingLimit = 500;

/** One node of a running cluster, as graders and the lab's operations see it. */
export class ClusterNode implements AsyncDisposable {
  readonly name: string;
  readonly machine: Machine;
  readonly paths: NodePaths;
  readonly identities: Identities;
  /** The student's connection string, as the student's program uses it; others go by `paths.client`. */
  readonly url: string;
  /** The positions that its readers have seen, oldest first: a story of the WAL that costs no question of its own. */
  readonly readings: readonly LsnReading[];
  readonly #readings: LsnReading[] = [];
  readonly #control: ControlPath;
  /** Bytes of the log when the node was handed over: what the harness's own preparations wrote is nobody's news. */
  #prepared = 0;

  constructor(machine: Machine, paths: NodePaths, identities: Identities) {
    this.name = machine.name;
    this.machine = machine;
    this.paths = paths;
    this.identities = identities;
    this.readings = this.#readings;
    this.url = connectionUrl(identities.student, paths.client.forPrograms ?? paths.client);
    this.#control = new ControlPath(
      machine.name,
      () => connectionUrl(identities.control, paths.control),
      () => this.#admit(),
    );
  }

  /** Rows of one statement over the control path, as superuser. Throws NODE_DOWN or the server's own error. */
  query<Row extends QueryResultRow>(sql: string, values?: unknown[]): Promise<Row[]> {
    return this.#control.query<Row>(sql, values);
  }

  /** The one value of the one row of a statement. */
  async value<T>(sql: string, values?: unknown[]): Promise<T> {
    const [row] = await this.query(sql, values);
    if (!row) throw new LabError('GRADER', `no row from: ${sql}`, { where: this.name });
    return Object.values(row)[0] as T;
  }

  get state(): 'off' | 'running' | 'paused' {
    return serverState(this.machine);
  }

  start(): Promise<void> {
    return this.machine.start();
  }

  stop(mode: StopMode = 'fast'): Promise<void> {
    return this.machine.stop(mode);
  }

  kill(): Promise<void> {
    return this.machine.kill();
  }

  /** Waits until the control path answers. After `start` on a follower its passwords may still be on their way. */
  async answers(options: { timeout: number; signal?: AbortSignal }): Promise<void> {
    await waitUntil(`${this.name} to answer`, async () => (await this.query('SELECT 1')).length === 1, {
      ...options,
      interval: 2,
    });
  }

  inRecovery(): Promise<boolean> {
    return this.value('SELECT pg_catalog.pg_is_in_recovery()');
  }

  /** The same on every node that comes from one initdb. */
  systemIdentifier(): Promise<string> {
    return this.value('SELECT system_identifier::text FROM pg_catalog.pg_control_system()');
  }

  /** A writable node's timeline. From the name of the current segment: pg_control is late by a checkpoint. */
  async timeline(): Promise<number> {
    const name = await this.value<string>('SELECT pg_catalog.pg_walfile_name(pg_catalog.pg_current_wal_insert_lsn())');
    return Number.parseInt(name.slice(0, 8), 16);
  }

  /** Where a writable node's next record goes: all that was committed before lies below. */
  async insertLsn(): Promise<bigint> {
    return this.#read('inserted', await this.value<string>('SELECT pg_catalog.pg_current_wal_insert_lsn()'));
  }

  /** How far a follower has replayed; null when it has replayed nothing. */
  async replayLsn(): Promise<bigint | null> {
    const text = await this.value<string | null>('SELECT pg_catalog.pg_last_wal_replay_lsn()');
    return text === null ? null : this.#read('replayed', text);
  }

  #read(what: LsnReading['what'], text: string): bigint {
    const lsn = parseLsn(text);
    const last = this.#readings.at(-1);
    const news = last?.what !== what || last.lsn !== lsn;
    if (news && this.#readings.length < readingLimit) this.#readings.push({ at: wallNow(), what, lsn });
    return lsn;
  }

  /** Promotes and waits until the node is writable, about 10 ms. */
  async promote(options: { timeout: number; signal?: AbortSignal }): Promise<void> {
    await this.query('SELECT pg_catalog.pg_promote(false)');
    await waitUntil(`${this.name} to be writable`, async () => !(await this.inRecovery()), { ...options, interval: 2 });
  }

  /** The server's log since the node was handed over, its newest 256 KiB. */
  log(): Promise<string> {
    return this.machine.log({ from: this.#prepared });
  }

  /** Ends the preparations: from here on the log is part of a check's story. */
  async handOver(): Promise<void> {
    this.#prepared = await this.machine.logSize();
  }

  /** Puts the control path's rule back at the head of pg_hba.conf. False when it stood there. */
  async #admit(): Promise<boolean> {
    const { dataDirectory } = this.machine;
    const found = await this.machine.readFile('pg_hba.conf').catch(() => '');
    const rules = withControlRule(found);
    if (rules === found) return false;
    await this.machine.writeFile('pg_hba.conf', rules);
    const { exitCode } = await this.machine.run(`kill -HUP "$(head -n 1 '${dataDirectory}/postmaster.pid')"`);
    return exitCode === 0;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#control[Symbol.asyncDispose]();
    await this.machine[Symbol.asyncDispose]();
  }
}
