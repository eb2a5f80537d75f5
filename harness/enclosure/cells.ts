import type { Readable, Writable } from 'node:stream';
import type { ExitStatus } from '../broker/broker.ts';
import type { LabError } from '../core/errors.ts';

/** How a program gets to where the gateways' client links are: by a command that stands before its own, or in a cell. */
export type ClientGround = { enter: readonly string[] } | { cells: Cells };

/** Where programs of submissions run that are no processes of this machine: each in a container of its own. */
export interface Cells {
  /** Where programs find the packages that they may import. */
  readonly packages: string;
  /** Starts Node in a new cell. Throws NO_DOCKER. */
  start(work: CellWork): Promise<Cell>;
}

export interface CellWork {
  /** What lies in its working directory. It may not be changed there. */
  files: readonly CellFile[];
  /** Of Node. Its descriptors 3 and 4 are the channel; all that it prints is one log. */
  args: readonly string[];
}

/** A file, or a link that leads to `link`. Plain data. */
export interface CellFile {
  /** Relative to where it is put. */
  path: string;
  text: string | Buffer;
  mode: number;
  link?: string;
}

/** A program in a cell, which ends with it. */
export interface Cell {
  /** Where it sees its files. */
  readonly directory: string;
  /** What is written here comes from descriptor 3. */
  readonly input: Writable;
  /** What it writes to descriptor 4. */
  readonly output: Readable;
  /** What it prints. */
  readonly log: Readable;
  /** 128 + N where signal N ended it. Never rejects. */
  readonly exited: Promise<CellExit>;
  readonly exit: CellExit | undefined;
  /** Ends it with everything in it and removes it. Idempotent, never throws. */
  kill(): Promise<void>;
}

export interface CellExit extends ExitStatus {
  /** It was ended for lack of memory. */
  outOfMemory?: true;
  /** The cell itself has failed: the end is no doing of the program's. */
  trouble?: LabError;
}
