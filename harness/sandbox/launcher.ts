import type { StdioOptions } from 'node:child_process';
import type { Broker, Owner } from '../broker/broker.ts';
import { nodeOptions } from '../enclosure/node-limits.ts';
import { type Program, startLaunch } from './program.ts';

/** The seam for isolation: how a student's program is put into a process. */
export interface Launcher {
  readonly name: string;
  /** `full` only where nothing of the machine but the submission and its lab is in the program's reach. */
  readonly isolation: 'full' | 'partial' | 'none';
  /** One line for the report: what holds the program, and what does not. */
  describe(): string;
  /** Starts a program. Throws START_FAILED or NO_DOCKER. */
  start(broker: Broker, label: string, spec: LaunchSpec): Promise<Program>;
}

export interface LaunchSpec {
  /** The Node binary. */
  nodePath: string;
  /** The staged submission: working directory and home of the program. */
  directory: string;
  /** Where Node keeps compiled modules between the processes of one submission; the program may write there. */
  compileCache: string;
  /** Arguments of Node: the program, relative to `directory`, and what comes before it. */
  args: readonly string[];
  owner?: Owner;
  /** MiB of JavaScript heap. Default: that of `nodeOptions`. */
  memoryMb?: number;
}

/** A program as a process of this machine. What we say it reads from descriptor 3, what it says comes from 4. */
export interface Launch {
  command: string;
  args: string[];
  env: Record<string, string>;
  stdio: StdioOptions;
  owner?: Owner;
  /** Where the program sees the submission, when that is not `directory`. */
  seenAs?: string;
  /** What the started process reads first, by file descriptor; each is a pipe in `stdio`. */
  inputs?: Readonly<Record<number, string>>;
  /** The started process ends with the exit code 128 + N where the program was ended by signal N. */
  signalsAsCodes?: true;
  /** `ProcessSpec.contained`. */
  contained?: true;
}

/** A launcher of processes. */
export function processLauncher(
  about: Pick<Launcher, 'name' | 'isolation' | 'describe'>,
  command: (spec: LaunchSpec) => Launch,
): Launcher {
  return { ...about, start: (broker, label, spec) => startLaunch(broker, label, spec.directory, command(spec)) };
}

/** Node as it is, with an environment of ours, a heap limit and, where one is given, a user of its own. */
export const plainLauncher: Launcher = processLauncher(
  {
    name: 'plain',
    isolation: 'none',
    describe: () => 'own process, own environment, heap limit; no isolation from files, network and other processes',
  },
  plainLaunch,
);

export function plainLaunch({ nodePath, directory, compileCache, args, owner, memoryMb }: LaunchSpec): Launch {
  return {
    command: nodePath,
    args: [...nodeOptions(memoryMb), ...args],
    env: {
      PATH: '/usr/local/bin:/usr/bin:/bin',
      HOME: directory,
      NODE_COMPILE_CACHE: compileCache,
      TMPDIR: '/tmp',
      TZ: 'UTC',
      LANG: 'C.UTF-8',
      NO_COLOR: '1',
    },
    stdio: ['ignore', 'pipe', 'pipe', 'pipe', 'pipe'],
    owner,
  };
}
