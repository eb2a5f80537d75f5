import type { Readable, Writable } from 'node:stream';
import type { Broker, ExitStatus, OwnedProcess } from '../broker/broker.ts';
import { endOf } from '../core/last-words.ts';
import type { CellExit } from '../enclosure/cells.ts';
import { withSignal } from './exit-fault.ts';
import type { Launch } from './launcher.ts';
import type { OutputStream } from './output-log.ts';

/** A program of a submission that has been started: a process of this machine, or one in a cell. */
export interface Program extends AsyncDisposable {
  /** Where it sees the submission. */
  readonly directory: string;
  /** The two ends of its channel that are ours. */
  readonly input: Writable;
  readonly output: Readable;
  /** What it prints. */
  readonly printed: readonly { stream: OutputStream; from: Readable }[];
  /** Resolves when the program itself has ended, whatever it has started. */
  readonly exited: Promise<CellExit>;
  readonly exit: CellExit | undefined;
  /** After its end: resolves when what it said and printed has been read, for a process at the latest after `patience` ms. */
  lastWords(patience?: number): Promise<void>;
  /** SIGKILL for it and everything it started; resolves when all are gone. Idempotent, never throws. */
  kill(): Promise<void>;
}

/** Starts a program as a process, in the staged submission, and hands it what it is to read first. Throws START_FAILED. */
export async function startLaunch(broker: Broker, label: string, directory: string, launch: Launch): Promise<Program> {
  const owned = await broker.spawn({ label, cwd: directory, ...launch });
  for (const [fd, text] of Object.entries(launch.inputs ?? {})) {
    const pipe = owned.child.stdio[Number(fd)] as Writable;
    pipe.on('error', () => undefined).end(text); // it ended without reading: its exit tells
  }
  return asProgram(owned, launch.seenAs ?? directory, launch.signalsAsCodes === true);
}

function asProgram(owned: OwnedProcess, directory: string, signalsAsCodes: boolean): Program {
  const [, stdout, stderr, input, output] = owned.child.stdio as unknown as [
    null,
    Readable,
    Readable,
    Writable,
    Readable,
  ];
  const meant = (exit: ExitStatus) => (signalsAsCodes ? withSignal(exit) : exit);
  return {
    directory,
    input,
    output,
    printed: [
      { stream: 'stdout', from: stdout },
      { stream: 'stderr', from: stderr },
    ],
    exited: owned.exited.then(meant),
    get exit() {
      return owned.exit && meant(owned.exit);
    },
    async lastWords(patience) {
      await endOf([stdout, stderr, output], patience);
      for (const stream of owned.child.stdio) stream?.destroy();
    },
    kill: () => owned.kill(),
    [Symbol.asyncDispose]: () => owned.kill(),
  };
}
