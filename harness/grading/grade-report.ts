import type { Finding } from '../sandbox/finding.ts';

/** The result of grading one submission: all that reports are made from. Plain data, versioned. */
export interface GradeReport {
  version: 1;
  exercise: { slug: string; title: string };
  submission: { path: string; hash: string; ignored: { path: string; reason: string }[] };
  run: RunFacts;
  /** The whole run: `passed` only when every check passed that is not a person's to mark. */
  verdict: Verdict;
  points: Points;
  checks: CheckReport[];
  /** Why the submission could not be loaded, one finding a line; then every check has failed. */
  findings: Finding[];
  /** What went wrong with the harness itself, outside any check. */
  errors: Trouble[];
  timing: Timing;
}

/**
 * passed; failed: the student's; skipped: a prerequisite or capability is missing; errored: ours; inconclusive: no
 * evidence either way. Of checks only: awaiting: a person has yet to mark it; reviewed: a person has marked it.
 */
export type Verdict = 'passed' | 'failed' | 'skipped' | 'errored' | 'inconclusive';
export type CheckVerdict = Verdict | 'awaiting' | 'reviewed';

export type Cause =
  | 'wrong'
  | 'timeout'
  | 'memory'
  | 'crash'
  | 'violation'
  | 'invalid-submission'
  | 'infrastructure'
  | 'prerequisite'
  | 'capability';

export interface RunFacts {
  /** ISO 8601. */
  startedAt: string;
  /** Repeats the run's random data when given as --seed. */
  seed: string;
  engine: { name: string; postgres: string; because: string };
  /** What a probe at the start has found. `trusted`: graded because the caller said so, although it is not full. */
  isolation: { level: 'full' | 'partial' | 'none'; detail: string; trusted?: true };
  node: string;
  platform: string;
  /** The evidence folder. */
  evidence: string;
  interrupted: boolean;
  /** When only some checks were asked for: these, and those that were not graded at all. */
  only?: { asked: string[]; left: string[] };
}

export interface Points {
  /** By checks and by reviews. */
  earned: number;
  /** What could be earned by what is decided: all but what awaits. */
  possible: number;
  /** What a person will yet give or not give: neither earned nor lost. Absent: nothing. */
  awaiting?: number;
  /** What of `earned` a person has given. Absent: nothing. */
  reviewed?: number;
}

export interface CheckReport {
  id: string;
  title: string;
  points: number;
  earned: number;
  hint: string;
  /** The lecture's section, where this copy of the course has the chapter. */
  lecture: string | undefined;
  outcome: CheckOutcome;
}

/** What became of one check. Nothing but the verdicts `passed` and `reviewed` earns points. */
export interface CheckOutcome {
  verdict: CheckVerdict;
  cause?: Cause;
  /** With `failed`. */
  failure?: Failure;
  /** With `skipped` and `awaiting`: why. */
  reason?: string;
  /** With `reviewed`. */
  review?: ReviewedOutcome;
  /** With `errored` and `inconclusive`. */
  trouble?: Trouble;
  /** The scenarios that it judged, by the names of their events and logs; otherwise those have the check's name. */
  scenarios?: string[];
  timing: CheckTiming;
}

/** What a person gave for an essay. */
export interface ReviewedOutcome {
  /** ISO 8601. */
  at: string;
  points: number;
  /** By criterion of the rubric. */
  criteria: Record<string, number>;
  comment: string;
  /** Hash of the text that was marked. */
  essay: string;
}

/** What a student is to learn from. */
export interface Failure {
  /** One sentence: what was wrong. */
  rationale: string;
  /** In place of the manifest's hint, where the grader knows better. */
  hint?: string;
  expected?: string;
  actual?: string;
  /** Wall-clock milliseconds of the moment that it is about, where that is known. */
  at?: number;
  evidence: Evidence[];
}

export interface Evidence {
  /** `log of leader`, `output of your program`. */
  title: string;
  lines: string[];
}

/** A fault of ours, with what it takes to mend it. */
export interface Trouble {
  code: string;
  message: string;
  next?: string;
  /** Messages of the causes, outermost first. */
  because: string[];
  stack?: string;
}

/** Milliseconds. */
export interface CheckTiming {
  total: number;
  /** Starting and ending nodes. */
  cluster: number;
  /** Starting the student's process and its calls. */
  student: number;
}

/** Milliseconds of the whole run: `runner` and `busy` add up to the total. */
export interface Timing {
  total: number;
  /** Before the first check began and after the last one ended. */
  runner: number;
  /** In between. Checks run side by side, so their parts may add up to more. */
  busy: number;
  /** Waiting for servers to start and to end. */
  clusters: number;
  student: number;
  checks: number;
}
