import type { ChildProcess, StdioOptions } from 'node:child_process';
import type { Sweeper } from './journal.ts';

/**
 * Owns what lives longer than a function call: processes, directories and what sweepers know of one run. Each is written to the run's
 * journal before it starts, so that whatever happens to this process, a sweep finds it.
 */
export interface Broker extends AsyncDisposable {
  /** Identifies the run in the journal, in process environments and in directory names. */
  readonly runId: string;
  /** The run's own directory, in memory-backed storage where there is some; traversable by every uid. */
  readonly directory: string;
  /** Makes a directory below `directory` and returns its absolute path. Default mode 0700, owner the caller. */
  makeDirectory(name: string, options?: { mode?: number; owner?: Owner }): Promise<string>;
  /** Starts a process. Throws START_FAILED when the program cannot be run. */
  spawn(spec: ProcessSpec): Promise<OwnedProcess>;
  /** Names, before there is any, what will live outside of this machine's processes, and the program that ends it. */
  entrust(sweeper: Sweeper): void;
}

export interface Owner {
  uid: number;
  gid: number;
}

export interface ProcessSpec {
  /** For the journal and for messages: `postgres leader`, `student`. */
  label: string;
  command: string;
  args: readonly string[];
  cwd: string;
  /** The whole environment; the broker adds only its run mark. */
  env: Record<string, string>;
  /** Runs as this user when the caller is root. */
  owner?: Owner;
  /** Default: stdin ignored, stdout and stderr piped. */
  stdio?: StdioOptions;
  /** It makes a pid namespace and starts everything there: what has left its parent there is still its descendant. */
  contained?: true;
}

/** A running process of ours, in a session of its own: a terminal's Ctrl-C does not reach it. */
export interface OwnedProcess extends AsyncDisposable {
  readonly pid: number;
  readonly child: ChildProcess;
  /** Resolves when the process itself has ended, whatever holds its pipes open. */
  readonly exited: Promise<ExitStatus>;
  /** Set once it has ended. */
  readonly exit: ExitStatus | undefined;
  /** SIGKILL for it and everything it started; resolves when all are gone. Idempotent, never throws. */
  kill(): Promise<void>;
}

export interface ExitStatus {
  code: number | null;
  signal: NodeJS.Signals | null;
  /** Wall-clock milliseconds at which the end was seen. */
  at: number;
}
