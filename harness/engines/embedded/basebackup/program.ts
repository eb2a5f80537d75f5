import { setTimeout as pause } from 'node:timers/promises';
import type { Client } from 'pg';
import { receiveBackup } from './base-backup.ts';
import { connect } from './connect.ts';
import { type ConnectionSettings, connectionSettings, type Environment } from './connection-settings.ts';
import { BackupError, describeFailure, type ServerMessage, systemText } from './errors.ts';
import { helpText, newestServer, oldestServer, versionText } from './help.ts';
import { type ParsedOptions, parseOptions } from './parse-options.ts';
import { writeRecoveryConfig } from './recovery-config.ts';
import { type BackupSettings, backupSettings } from './settings.ts';
import { claimDirectory, type TargetDirectory } from './target-directory.ts';
import { type Output, Terminal } from './terminal.ts';
import { createSlot, reserveWal, type WalPosition } from './wal-reservation.ts';

/** Milliseconds that the server may take to close the connections of a complete backup. */
const farewell = 1000;

/** What the program needs from the process that it runs in. */
export interface Surroundings {
  environment: Environment;
  stdout: Output;
  stderr: Output;
}

/** A run of the program, which can be cut off at any moment. */
export interface Program {
  /** Resolves to the exit code; a failure has been reported and its traces removed by then. Never rejects. */
  done: Promise<number>;
  /** Removes what was made so far, at once. The caller must then exit: the run itself goes on. */
  abandon(): void;
}

/** Starts a run. The caller is to set the umask to 077 before. */
export function startProgram(args: readonly string[], surroundings: Surroundings): Program {
  let terminal = new Terminal(surroundings.stderr, { verbose: false, progress: false });
  let target: TargetDirectory | undefined;
  const abandon = () => {
    target?.remove((message) => terminal.info(message));
    target = undefined;
  };
  const run = async () => {
    const options = parseOptions(args);
    if (options.has('help')) return surroundings.stdout.write(helpText());
    if (options.has('version')) return surroundings.stdout.write(versionText);
    const shown = { verbose: options.has('verbose'), progress: options.has('progress') };
    terminal = new Terminal(surroundings.stderr, shown);
    const backup = new Backup(options, surroundings.environment, terminal);
    await backup.take((directory) => {
      target = directory;
    });
  };
  const done = run().then(
    () => 0,
    (error: unknown) => {
      terminal.error(error instanceof BackupError ? error : new BackupError(systemText(error), { cause: error }));
      abandon();
      return 1;
    },
  );
  return { done, abandon };
}

class Backup {
  readonly #settings: BackupSettings;
  readonly #connection: ConnectionSettings;
  readonly #terminal: Terminal;
  readonly #clients: Client[] = [];

  constructor(options: ParsedOptions, environment: Environment, terminal: Terminal) {
    this.#terminal = terminal;
    this.#settings = backupSettings(options);
    this.#connection = connectionSettings(options, environment, (message) => terminal.warning(message));
  }

  async take(claimed: (directory: TargetDirectory) => void): Promise<void> {
    const { directory, slot, writeRecoveryConf } = this.#settings;
    const client = await this.#connect();
    const serverVersion = await requireKnownVersion(client);
    // Only now, as the original does: who cannot connect is told that first.
    claimed(claimDirectory(directory));
    await receiveBackup(client, this.#settings, this.#terminal, (start) => this.#protectWal(start));
    if (writeRecoveryConf) {
      writeRecoveryConfig(directory, { connection: this.#connection, slot: slot?.name, serverVersion });
    }
    await this.#disconnect();
    this.#terminal.detail('base backup completed');
  }

  /** Waits for the server to close too, so that its temporary slot is gone; but not for one that is out of reach. */
  async #disconnect(): Promise<void> {
    const deadline = pause(farewell, undefined, { ref: false });
    await Promise.race([Promise.all(this.#clients.map((client) => client.end())), deadline]);
  }

  async #connect(): Promise<Client> {
    const client = await connect(this.#connection, (message: ServerMessage) => this.#terminal.notice(message));
    this.#clients.push(client);
    return client;
  }

  /**
   * With -X stream the original receives WAL over a second connection, through a slot. Here the WAL comes with the
   * files, and the second connection only sees to it that the server keeps it until then, and for the follower.
   */
  async #protectWal(start: WalPosition): Promise<void> {
    const { slot, walMethod } = this.#settings;
    if (walMethod !== 'stream') return;
    const client = await this.#connect();
    if (slot && !slot.create) return reserveWal(client, slot.name, start);
    const name = slot?.name ?? `pg_basebackup_${backendPid(client)}`;
    await createSlot(client, name, slot ? 'permanent' : 'temporary');
    this.#terminal.detail(`created ${slot ? '' : 'temporary '}replication slot "${name}"`);
  }
}

async function requireKnownVersion(client: Client): Promise<number> {
  try {
    const { rows } = await client.query<{ server_version: string }>('SHOW server_version');
    const text = rows[0]?.server_version ?? 'unknown';
    const major = Number.parseInt(text, 10);
    if (major >= oldestServer && major <= newestServer) return major;
    throw new BackupError(`incompatible server version ${text}; supported are ${oldestServer} to ${newestServer}`);
  } catch (error) {
    if (error instanceof BackupError) throw error;
    throw new BackupError(`could not determine the server's version: ${describeFailure(error)}`, { cause: error });
  }
}

/** The server's process for this connection: unlike our own pid, unique among all who use that server. */
function backendPid(client: Client & { processID?: number | null }): number {
  return client.processID ?? process.pid;
}
