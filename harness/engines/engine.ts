import type { ClientGround } from '../enclosure/cells.ts';
import type { Gateway, GatewaySpec, LinkAddress } from '../gateway/gateway.ts';
import type { Capability } from '../sdk/exercise.ts';

/** What runs nodes. Two implementations pass one contract suite: engine-contract.ts. */
export interface Engine extends AsyncDisposable {
  readonly name: 'embedded' | 'docker';
  readonly postgres: PostgresVersion;
  /** What this engine and its PostgreSQL installation can do beyond the contract. */
  readonly supports: ReadonlySet<Capability>;
  /** Opens a gateway where the nodes can reach it. */
  openGateway(spec: GatewaySpec): Promise<Gateway>;
  /**
   * How the program of a client gets into a network where the gateways' client links are, and nothing else. Undefined
   * where clients use this machine's own network.
   */
  clientGround(): Promise<ClientGround | undefined>;
  /**
   * Makes a machine, with a prepared data directory or none, its server off. The recipe's template is made at first
   * use (about 1.5 s) and cached. Throws START_FAILED or NO_STORAGE.
   */
  createMachine(spec: MachineSpec): Promise<Machine>;
  /** The password that the template's superuser has until the cluster gives it another. */
  templatePassword(recipe: TemplateRecipe): Promise<string>;
}

export interface PostgresVersion {
  major: number;
  /** As the server says it: `18.4`. */
  full: string;
}

export interface MachineSpec {
  /**
   * Unique within the run: it names directories and log files. Machines whose ids begin with the same folder belong to
   * one submission: where machines are enclosed, these are together.
   */
  id: string;
  /** `cluster_name`, and so the name under which a follower announces itself. */
  name: string;
  /** `empty`: no data directory. `leader`, `follower`: a copy of the template; the follower has a standby.signal. */
  data: 'empty' | 'leader' | 'follower';
  recipe: TemplateRecipe;
}

/** How the data directory of a template is made. Templates with equal recipes are one. */
export interface TemplateRecipe {
  superuser: string;
  /** Lines added to postgresql.conf. */
  settings: Record<string, string>;
  /** Files of the data directory, by name. */
  files: Record<string, string>;
  /** Statements run in single-user mode in the database `postgres`; none may hold a newline. */
  sql: string[];
  /**
   * Without the databases template0 and template1, two thirds of all files: a copy takes a third of the time. CREATE
   * DATABASE then finds no template, so only for those whose users may not use it.
   */
  slim?: boolean;
  /** Templates of different origins come from different runs of initdb: their system identifiers differ. Default: one. */
  origin?: number;
}

/** A machine whose server may be off. Commands and files work in either state. */
export interface Machine extends AsyncDisposable {
  readonly name: string;
  readonly dataDirectory: string;
  /** Where the server listens. For the gateway alone. */
  readonly address: LinkAddress;
  /** The address from which this machine dials others; undefined: the system's choice. */
  readonly source: string | undefined;
  /** Starts, ends and pauses of the server, oldest first. */
  readonly power: readonly PowerEvent[];
  /** Starts the server; resolves when it accepts connections. START_FAILED carries its last log lines. */
  start(options?: { timeout?: number }): Promise<void>;
  stop(mode: StopMode, options?: { timeout?: number }): Promise<void>;
  /** SIGKILL for every process of the server, as one cut of power; resolves when all are gone. */
  kill(): Promise<void>;
  pause(): Promise<void>;
  resume(): Promise<void>;
  /** Runs a shell command line as the server's user; never rejects for its exit code. */
  run(command: string, options?: RunOptions): Promise<RunResult>;
  /**
   * Files, written and read as the server's user, so that a link planted by a student leads no further than its own
   * reach. A relative path is taken from the data directory. Throws REFUSED when the user cannot.
   */
  writeFile(path: string, text: string): Promise<void>;
  /** At most 256 KiB; REFUSED beyond. Whatever else it throws says nothing of the file. */
  readFile(path: string): Promise<string>;
  /**
   * Throws NO_DOCKER when the machine itself has failed, whatever its server does: what was seen on it then says nothing
   * about anybody's work.
   */
  vouch(): Promise<void>;
  /** Bytes that are free where its files are; NaN where that cannot be found out. */
  room(): Promise<number>;
  /** The server's log, its newest `limit` bytes (default 256 KiB) of those that lie beyond byte `from` (default 0). */
  log(options?: { from?: number; limit?: number }): Promise<string>;
  /** Bytes that the log has by now. */
  logSize(): Promise<number>;
}

export type StopMode = 'smart' | 'fast' | 'immediate';

export interface PowerEvent {
  event: 'started' | 'ended' | 'paused' | 'resumed';
  /** Wall-clock milliseconds; for `ended`, when the end was certain. */
  at: number;
  /** How it ended, in words: `exit code 1`, `SIGKILL`. */
  how?: string;
}

/** Whether the server runs now, from its history. */
export function serverState(machine: Pick<Machine, 'power'>): 'off' | 'running' | 'paused' {
  const last = machine.power.at(-1)?.event;
  if (last === undefined || last === 'ended') return 'off';
  return last === 'paused' ? 'paused' : 'running';
}

export interface RunOptions {
  /** Given to the command on its stdin; otherwise stdin is empty. */
  input?: string;
  signal?: AbortSignal;
  /** Bytes kept of each stream. Default 64 KiB. */
  outputLimit?: number;
}

export interface RunResult {
  /** The beginning of each stream. */
  stdout: string;
  stderr: string;
  exitCode: number;
}
