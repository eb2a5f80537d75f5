import type { Broker } from '../broker/broker.ts';
import type { RunHandle } from '../broker/open-broker.ts';
import type { Users } from '../broker/users.ts';
import type { Engine } from '../engines/engine.ts';
import type { Confinement } from '../sandbox/launcher-for.ts';
import type { StagedSubmission } from '../sandbox/staging.ts';
import type { Exercise } from '../sdk/exercise.ts';
import type { CheckOutcome } from './grade-report.ts';

/**
 * What the process that runs the checks is told as it starts, by the one that asked for them. Plain data. With this it
 * makes itself ready: it loads the grader, opens the engine and starts clusters.
 */
export interface WorkerSetup {
  run: RunHandle;
  /** Unique within the run: several submissions may be graded in one. */
  gradingId: string;
  exercise: Exercise;
  /** The module of the naive clients, by its absolute path, in an exercise that has them. */
  naive?: string;
  users: Users;
  /** The Node binary for student processes. */
  nodePath: string;
  engine: EngineChoice;
  /** With what student processes are confined; the engine has been told as well, where nodes and clients are enclosed. */
  confinement?: Confinement;
  /** Clusters to have on hand before there is anything to grade. */
  clusters: number;
  /** The file in which the assignment appears. */
  assignment: string;
  /** Outcomes of checks that an earlier worker settled, by id: they are not run again. */
  settled: Record<string, CheckOutcome>;
  /** Milliseconds that checks took the last time, by id: the longest begin first. Default: in the grader's order. */
  lasted?: Readonly<Record<string, number>>;
  /** Programs of the submission that may be about to start at once. Default: as many as are asked for. */
  starting?: number;
  /** Only these checks, where given. */
  only?: string[];
}

/** What it is told later: the submission. */
export interface Assignment {
  staged: StagedSubmission;
  seed: string;
  /** The evidence folder. */
  evidence: string;
}

export type WorkerInput = WorkerSetup & Assignment;

/**
 * How the worker gets its engine without this folder naming one: a module whose `openEngine(broker, options)` makes it.
 */
export interface EngineChoice {
  /** Absolute path of the module. */
  module: string;
  options: Record<string, unknown>;
}

/** What that module exports. */
export interface EngineModule {
  openEngine(broker: Broker, options: Record<string, unknown>): Promise<Engine>;
}

/** The names under which input and outcomes pass through vitest. */
export const inputKey = 'replicationLab';
declare module 'vitest' {
  interface ProvidedContext {
    replicationLab: WorkerSetup;
  }
  interface TaskMeta {
    outcome?: CheckOutcome;
  }
}
