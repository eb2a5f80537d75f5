import type { ProcessIdentity } from '../../broker/journal.ts';
import type { Cause, CheckOutcome, Points, Trouble } from '../../grading/grade-report.ts';

/** What one line of a batch's journal says. Times are ISO 8601. Each is on the disk before what it says is relied on. */
export type BatchLine = Timed &
  (
    | { kind: 'batch'; version: 1; owner: ProcessIdentity }
    /** Under which id its gradings are handed out to workers, in all its sessions. */
    | { kind: 'queue'; id: string }
    /** What was handed in last, whether or not it is graded already. */
    | ({ kind: 'asked'; facts?: GradeFacts; commit?: string } & GradingName)
    /** It is graded anew although nothing has changed. What is known of it stays until that has come to a result. */
    | ({ kind: 'again' } & GradingName)
    | ({ kind: 'started' } & GradingName)
    | ({ kind: 'finished'; result: GradingResult } & GradingName)
    | ({ kind: 'errored'; trouble: ShortTrouble; evidence?: string } & GradingName)
    /** Nothing of it can be graded, and that is the student's fault: no points. Without `exercise`: for none of them. */
    | { kind: 'invalid'; student: string; exercise?: string; reason: string; possible: number }
    /** Nothing of it is graded, and that is nobody's fault: no points are decided. */
    | { kind: 'left-out'; name: string; student?: string; reason: string }
    | { kind: 'ended'; how: 'done' | 'interrupted' | 'stopped' }
  );

interface Timed {
  at: string;
}

/** One answer of one student, in one version, to be graded in one way. */
export interface GradingName {
  student: string;
  exercise: string;
  /** Of all that a grade depends on; see `gradingKey`. */
  key: string;
}

/** What a grade depends on, part by part: hashes and names, by which one tells why something was graded again. */
export interface GradeFacts {
  /** Of the student's files. */
  submission: string;
  /** Of the exercise's grader and manifest. */
  grader: string;
  harness: string;
  engine: string;
  postgres: string;
  /** `secretMark`. */
  secret: string;
}

/** What a finished grading came to: all that a gradebook needs. */
export interface GradingResult {
  /** `skipped`: this machine lacks what a check needs, so the points are not complete. */
  verdict: 'passed' | 'failed' | 'skipped';
  points: Points;
  checks: CheckResult[];
  /** Files that could not be loaded; then no check was run. */
  findings: number;
  submission: string;
  seed: string;
  /** Relative to the folder of results. */
  evidence: string;
  /** Milliseconds. */
  ms: number;
}

export interface CheckResult {
  id: string;
  verdict: CheckOutcome['verdict'];
  cause?: Cause;
  points: number;
  earned: number;
  /** With `failed`: what was wrong, in a sentence. */
  says?: string;
}

export type ShortTrouble = Pick<Trouble, 'code' | 'message' | 'next'>;

/** A line without its time, as it is handed to the journal. */
export type Untimed<T> = T extends unknown ? Omit<T, 'at'> : never;
