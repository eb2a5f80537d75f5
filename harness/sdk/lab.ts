import type { ManagedService } from './managed.ts';
import type { NaiveClients } from './naive.ts';

/**
 * What an exported function receives. Every operation is a request to the harness, which checks it against what the
 * exercise permits, performs it, and writes it to the run's event log. A refused or failed operation rejects with a
 * LabOperationError.
 */
export interface Lab {
  /** Of servers that know nothing of each other, the first and the second one. */
  readonly leader: LabNode;
  readonly follower: LabNode;
  /** Every node of the exercise. */
  readonly nodes: readonly LabNode[];
  /** The node of that name. Throws a LabOperationError when there is none. */
  node(name: string): LabNode;
  /** Clients that the harness runs for you, where an exercise has them. */
  readonly naive: NaiveClients;
  /** Severs the node's replication links with a reset and refuses new ones. Its clients still reach it. */
  disconnect(node: LabNode): Promise<Fault>;
  /** Severs the node's replication links and its clients' connections. Power operations still work. */
  isolate(node: LabNode): Promise<Fault>;
  /** Holds everything on the node's replication links silently, as a network that loses each packet. */
  blackhole(node: LabNode): Promise<Fault>;
  /** Delivers everything on the node's replication links `ms` milliseconds late, each way. */
  delay(node: LabNode, ms: number): Promise<Fault>;
  /** Heals every fault on the node's links. */
  reconnect(node: LabNode): Promise<void>;
  /** The console of the managed service, where the exercise has one; elsewhere every call is refused. */
  readonly managed: ManagedService;
}

/** A machine with a PostgreSQL server on it. It exists, and `$` works, even while its server does not run. */
export interface LabNode {
  readonly name: string;
  /** Connection string of your role, by the path that clients take. */
  readonly url: string;
  /** The server's data directory, on the node. */
  readonly dataDirectory: string;
  /** Where this node's server is reached from another node: for `pg_basebackup -h -p` and `primary_conninfo`. */
  addressFor(peer: LabNode): Address;
  /**
   * Runs a shell command on the node; each `${value}` is quoted. Rejects with a CommandError when it exits with
   * something other than 0. Output is capped at 64 KiB for each stream.
   */
  $(pieces: TemplateStringsArray, ...values: CommandValue[]): Promise<CommandResult>;
  /** Starts the server; resolves when it accepts connections. */
  start(): Promise<void>;
  /** Stops the server: `fast` ends its sessions, `immediate` is a crash with a goodbye. Default `fast`. */
  stop(mode?: 'smart' | 'fast' | 'immediate'): Promise<void>;
  /** Cuts the power: SIGKILL for every process of the server. Resolves when all are gone. */
  kill(): Promise<void>;
  /** Freezes every process of the server. */
  pause(): Promise<void>;
  /** Lets a paused server run on. */
  resume(): Promise<void>;
  /** Writes a text file; a relative path is taken from the data directory. */
  writeFile(path: string, text: string): Promise<void>;
  /** Reads a text file of at most 256 KiB; a relative path is taken from the data directory. */
  readFile(path: string): Promise<string>;
}

export interface Address {
  readonly host: string;
  readonly port: number;
}

export type CommandValue = string | number | readonly (string | number)[];

export interface CommandResult {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number;
}

/** A fault that you caused. Heal it, or let `await using` do so; what is left is healed when the check ends. */
export interface Fault extends AsyncDisposable {
  heal(): Promise<void>;
}
