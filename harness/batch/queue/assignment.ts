import { createHash } from 'node:crypto';
import type { GradeReport } from '../../grading/grade-report.ts';
import type { GradingName, ShortTrouble } from '../journal/batch-lines.ts';
import { stateName } from '../journal/states.ts';

/** What a job says: which grading is to be made. The files are not in it. */
export interface GradingJob {
  /** Of `nameInQueue`. */
  grading: string;
  attempt: number;
}

/** What a worker must know to grade, besides the files. */
export interface Assignment {
  student: string;
  exercise: string;
  /** How the report calls the submission. */
  label: string;
  seed: string;
  /** What was handed in besides the files that travel. */
  ignored: GradeReport['submission']['ignored'];
  /** `graderVersion`: a worker with another one does not grade it. */
  version: string;
}

/** What a worker gives back, besides the evidence. */
export type Outcome = { evidence: string } | { trouble: ShortTrouble };

/** Short, and equal for the same grading. */
export function nameInQueue(name: GradingName): string {
  return createHash('sha256').update(stateName(name)).digest('hex').slice(0, 32);
}

/** The names of a batch's queues in pg-boss: of its jobs, and of those that have lost two workers. */
export function queuesOf(batch: string): { jobs: string; lost: string } {
  return { jobs: `batch-${batch}`, lost: `batch-${batch}-lost` };
}
