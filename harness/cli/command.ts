import type { Readable, Writable } from 'node:stream';

/** One command of the CLI: data from which its help comes, and what it does. */
export interface Command {
  name: string;
  /** One line in the list of commands. */
  summary: string;
  /** Positional words, `<must>` or `[may]`. */
  words: readonly { name: string; means: string }[];
  options: readonly Option[];
  /** Lines shown under `Examples`. */
  examples: readonly string[];
  /** Returns the exit code. Throws LabError. */
  run(invocation: Invocation): Promise<number>;
}

export interface Option {
  /** `--seed <hex>`, `--json`. */
  flags: string;
  means: string;
}

/** What a command is given: nothing in it is read from the process again. */
export interface Invocation {
  words: (string | undefined)[];
  /** By the option's long name in camel case. */
  options: Record<string, string | boolean | undefined>;
  /** Asked for by the command that reads it. */
  stdin(): Readable & { isTTY?: boolean };
  stdout: Terminal;
  stderr: Terminal;
  env: NodeJS.ProcessEnv;
  /** Where the user stands: the directory of `npm run`, not of this file. */
  cwd: string;
  /** The repository. */
  root: string;
  /** Fires at the first interrupt. */
  signal: AbortSignal;
  /** Registers work for when the process ends in whatever way: synchronous, bounded, never throwing. */
  onExit(work: () => void): void;
}

export interface Terminal extends Writable {
  isTTY?: boolean;
  columns?: number;
}
