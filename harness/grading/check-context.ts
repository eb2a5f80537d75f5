import type { Client } from 'pg';
import type { RunningCluster } from '../cluster/cluster.ts';
import type { ManagedService } from '../managed/service.ts';
import type { NaiveRecord } from './naive/naive-record.ts';
import type { Random } from './random.ts';
import type { Answer } from './written/answer.ts';

/** What a check's behaviour receives. Everything that it starts through this ends with the check. */
export interface CheckContext {
  /** A fresh cluster, its nodes ready. */
  readonly cluster: RunningCluster;
  /** The managed service beside the pair, in the topology `managed`; elsewhere it throws. */
  readonly managed: ManagedService;
  /** Values that repeat with the run's seed, drawn for this check alone. */
  readonly random: Random;
  /** The same for every check and scenario that asks for one purpose: to give two of them what belongs together. */
  sharedRandom(purpose: string): Random;
  /** Fires when the check's time is up, with the reason. */
  readonly signal: AbortSignal;
  /** The naive clients that were started in this check, oldest first. */
  readonly naive: readonly NaiveRecord[];
  /** Starts the student's program in a process of its own, its modules loaded. Throws StudentFault. */
  student(options?: ProgramOptions): Promise<Student>;
  /** Opens a session with the student's role by the clients' path. It ends with the check. */
  session(url: string): Promise<Client>;
  /**
   * Ends the story that evidence is taken from: logs and output as they are now. What the grader itself does to the
   * nodes afterwards, to look at them, is not shown to the student.
   */
  examine(): Promise<void>;
  /**
   * The student's answer to a question of a written part that the check itself judges. Throws what fails the check when
   * there is none, or none that can be read.
   */
  answer(file: string, question: string): Answer;
  /** Writes a line of the check's story to events.jsonl. */
  note(kind: string, detail?: Record<string, unknown>): void;
}

/** How a check lets a student's program run. */
export interface ProgramOptions {
  /** What a request of the program waits for before it is performed: a lab that is slow. `signal` fires with its end. */
  holdUp?(request: LabRequest, signal: AbortSignal): Promise<void>;
}

/** A student's running program, as a check uses it. */
export interface Student {
  /** The lab, as an argument for `call`. */
  readonly lab: unknown;
  /** A node of that lab, by its name, as an argument for `call`. */
  node(name: string): unknown;
  /**
   * Calls an exported function; its deadline is the manifest's unless given, in ms. `what` is how the call is named
   * when it goes wrong; default the function's name. An object with methods comes back as a StudentHandle. Throws
   * StudentFault when it throws, does not end in time, or takes the process down.
   */
  call(name: string, args: unknown[], options?: { deadline?: number; what?: string }): Promise<unknown>;
  /**
   * Says that no more calls come, and waits until the program has ended by itself, at most `graceMs`, before it is
   * killed; says which of the two. What a program left behind in a timer happens before the check looks.
   */
  settle(graceMs?: number): Promise<'ended' | 'killed'>;
  kill(): Promise<void>;
  /** What student code asked of the lab, oldest first. */
  readonly requests: readonly LabRequest[];
}

/** One request of student code, with the wall-clock milliseconds of its arrival and its completion. */
export interface LabRequest {
  method: string;
  node?: string;
  askedAt: number;
  doneAt?: number;
  refused?: string;
}
