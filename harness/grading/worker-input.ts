import type { Broker } from '../broker/broker.ts';
import type { RunHandle } from '../broker/open-broker.ts';
import type { Users } from '../broker/users.ts';
import type { Engine } from '../engines/engine.ts';
import type { StagedSubmission } from '../sandbox/staging.ts';
import type { Exercise } from '../sdk/exercise.ts';
import type { CheckOutcome } from './grade-report.ts';

/** What the process that runs the checks is told by the one that asked for them. Plain data. */
export interface WorkerInput {
  run: RunHandle;
  /** Unique within the run: several submissions may be graded in one. */
  gradingId: string;
  exercise: Exercise;
  staged: StagedSubmission;
  seed: string;
  users: Users;
  /** The Node binary for student processes. */
  nodePath: string;
  engine: EngineChoice;
  /** The evidence folder. */
  evidence: string;
  /** Outcomes of checks that an earlier worker settled, by id: they are not run again. */
  settled: Record<string, CheckOutcome>;
  /** Only these checks, where given. */
  only?: string[];
}

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
    replicationLab: WorkerInput;
  }
  interface TaskMeta {
    outcome?: CheckOutcome;
  }
}
