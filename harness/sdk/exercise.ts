import type { WrittenCheck, WrittenPart } from './written.ts';

/** An exercise's manifest: data only. Wording, points and permissions live here; behaviour lives in the grader. */
export interface Exercise {
  /** `exN-slug`, the name of its folder under exercises/, solutions/ and graders/. */
  slug: string;
  title: string;
  /** One sentence for lists and help. */
  summary: string;
  /** How the nodes are wired when a check begins, unless it says otherwise. */
  topology: Topology;
  /** `superuser`: the student's role is one, and the whole cluster is hostile. Default `student`. */
  profile?: 'student' | 'superuser';
  /** The modules of a submission, by path, and the functions that each must export. */
  modules: Record<string, ModuleContract>;
  /** Further files that a submission may hold: paths, or `dir/` for everything below. Others are ignored and named. */
  files?: string[];
  /** Files that a student writes for a reader: answers to questions, essays. They need not stand in `files`. */
  written?: WrittenPart[];
  /** What student code may ask of the lab. */
  permits: LabOperation[];
  /** The module of this folder with which the harness makes naive clients (`lab.naive`), on independent servers. */
  naive?: string;
  /** SQL that the control role runs on the leader before a check: tables, rows. */
  seed: string[];
  /** Privileges of the student's role, as SQL after GRANT and before TO, e.g. `SELECT ON inventory`. */
  grants: string[];
  /** Oldest PostgreSQL major that it works on. Default 15. */
  minPostgres?: number;
  checks: Check[];
}

/**
 * `pair`: a leader and a follower that streams from it. `standalone`: a leader with initdb's defaults that nobody
 * follows, and beside it an empty machine, `follower`, without a server. `independent`: two servers, `east` and `west`,
 * that know nothing of each other. `managed`: a pair, and beside it a managed service (`lab.managed`) that has no
 * instance yet; `profile`, `seed` and `grants` are of the pair.
 */
export type Topology = 'pair' | 'standalone' | 'independent' | 'managed';

export interface ModuleContract {
  /** Exported function name -> milliseconds that one call may take. */
  exports: Record<string, { deadline: number }>;
}

export interface Check {
  /** Stable: reports, mutants and links name it. */
  id: string;
  /** The statement that is graded, as a student reads it. */
  title: string;
  points: number;
  /** What to try when it fails; several go from vague to concrete, and a report shows the first. */
  hint: string | [string, ...string[]];
  /** For `npm run explain`. */
  explain?: Explanation;
  /** Lecture section, `chapter#heading-id`. */
  lecture: string;
  /** Checks that must have passed; otherwise this one is skipped and scores 0. */
  requires?: string[];
  /** It judges what was written. It needs no cluster and stands in no grader; no check of the grader can require it. */
  written?: WrittenCheck;
  /** Capabilities of the engine; a missing one makes the check skipped and the run incomplete. */
  needs?: Capability[];
  /** How its nodes are wired. Default: as the exercise says. A scenario has the exercise's. */
  topology?: Topology;
  /** Hidden checks are left out of a student release. Default `public`. */
  visibility?: 'public' | 'hidden';
  /** Milliseconds for the whole check, counted from the moment its nodes are ready. Default 60 000. */
  deadline?: number;
}

/** A check in other words than its title: how it is done, and how to see the same by oneself. */
export interface Explanation {
  /** What the check does, step by step. */
  does: string;
  /** How to see it oneself: SQL or code to run, where there is some, and where to run it and what one sees then. */
  look?: { run?: string; see: string }[];
}

/** What an engine or installation may lack: programs, to pause a server, machines that share a disk, or 127.0.0.1. */
export type Capability =
  | 'psql'
  | 'pg_basebackup'
  | 'pg_rewind'
  | 'pg_ctl'
  | 'pause'
  | 'shared-disk'
  | 'shared-loopback';

/** The operations of the lab, as student code asks for them. */
export type LabOperation =
  | 'exec'
  | 'files'
  | 'start'
  | 'stop'
  | 'kill'
  | 'pause'
  | 'disconnect'
  | 'isolate'
  | 'blackhole'
  | 'delay'
  | 'naive'
  | 'managed';

/** Gives a manifest its type; returns it unchanged. */
export function defineExercise(exercise: Exercise): Exercise {
  return exercise;
}
