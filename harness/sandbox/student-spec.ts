import type { Broker, ExitStatus, Owner } from '../broker/broker.ts';
import type { Exercise } from '../sdk/exercise.ts';
import type { Launcher } from './launcher.ts';
import type { OutputStream } from './output-log.ts';
import type { StagedSubmission } from './staging.ts';
import type { StudentFault } from './student-fault.ts';
import type { CallOptions } from './student-handle.ts';

export interface StudentSpec {
  broker: Broker;
  launcher: Launcher;
  staged: StagedSubmission;
  exercise: Exercise;
  /** The Node binary, executable by the student's user. */
  nodePath: string;
  /**
   * Performs what student code asks of the lab; `method` and `params` as in PROTOCOL.md. What it throws becomes a
   * LabOperationError in the student's process, with its code and message. `signal` fires when the process has ended.
   */
  operations: (method: string, params: Record<string, unknown>, signal: AbortSignal) => Promise<unknown>;
  /** Called with output as it arrives. */
  onOutput?: (stream: OutputStream, text: string) => void;
  owner?: Owner;
  /** Milliseconds in which the modules must be loaded. Default 15 000. */
  loadDeadline?: number;
  /** MiB of JavaScript heap. Default: that of `nodeOptions`. */
  memoryMb?: number;
}

/** Where modules can be imported on trial. */
export type Trial = Pick<StudentSpec, 'broker' | 'launcher' | 'nodePath' | 'owner' | 'loadDeadline'>;

/** A student's process whose modules are loaded. Disposing of it kills it and awaits the operations it asked for. */
export interface RunningStudent extends AsyncDisposable {
  /** Set once the process has ended. */
  readonly exit: ExitStatus | undefined;
  /** Why the process was ended or ended itself, where that is the student's doing. */
  readonly fault: StudentFault | undefined;
  /**
   * Calls an exported function, named as in the manifest. Default deadline: the manifest's. When the deadline passes
   * or the signal fires, the whole process is killed. Rejects with a StudentFault, with the signal's reason, or with
   * a LabError GRADER when the call itself is at fault.
   */
  call(name: string, args: unknown[], options?: CallOptions): Promise<unknown>;
  /** Says that no more calls come and waits for the process to end by itself; kills it after `graceMs`. */
  drain(graceMs: number): Promise<'ended' | 'killed'>;
  /** Kills the process and what it started. Pending calls reject with INTERRUPTED. Idempotent, never throws. */
  kill(): Promise<void>;
  /** What it printed so far, head and tail; `dropped` counts the characters left out. */
  output(): { text: string; dropped: number };
}
