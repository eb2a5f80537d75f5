import type { PowerEvent } from '../engines/engine.ts';
import type { FaultSpec } from '../gateway/gateway.ts';
import type { Topology } from '../sdk/exercise.ts';
import type { CheckVerdict } from './grade-report.ts';

/**
 * What a line of events.jsonl can be: the kind, what it means, and the fields of its `detail`. All times are
 * wall-clock milliseconds. Lines stand in the order in which they were written; those of servers and links (`power`,
 * `log`, `lsn`, `fault`) are written together when the story of a check ends, with the times at which they happened.
 */
export interface EventDetails {
  /** A check, or a scenario that several checks judge, begins: its cluster is started. */
  'check.begin': Nothing;
  /** The nodes are as the manifest's `topology` says; the check's clock begins. `ms` after `check.begin`. */
  'cluster.ready': { ms: number; nodes: string[]; topology: Topology };
  /** The student's program runs, its modules loaded. Programs of a check count from 1. */
  'program.begin': { program: number };
  /** No more calls come: the program ended by itself, was killed when its time was over, or `stopped` by the grader. */
  'program.end': { program: number; how: 'ended' | 'killed' | 'stopped' };
  /** The grader calls an exported function. The same `id` stands in its `call.end`. */
  call: { program: number; id: number; name: string; args: unknown[] };
  /** The function returned `value`, as Node shows it, or failed by `error`. */
  'call.end': { program: number; id: number; value?: string; error?: string };
  /** The program asks something of the lab: `node.kill`, `lab.disconnect`, with the node it is about. */
  request: { program: number; id: number; method: string; params: Record<string, unknown> };
  /** The lab has done it, or refused. */
  'request.end': { program: number; id: number; method: string; error?: string };
  /** The program printed something. */
  output: { program: number; stream: 'stdout' | 'stderr'; text: string };
  /** The grader's own remark. */
  note: { what: string; facts?: Record<string, unknown> };
  /** A fault on links, named by their ends (`follower->leader`). No `healedAt`: it lasted until the check was over. */
  fault: { spec: FaultSpec; links: readonly string[]; healedAt?: number };
  /** A server started, ended, was paused or resumed. */
  power: { event: PowerEvent['event']; how?: string };
  /** A telling line of a server's log; `times` lines that differ in numbers only are one, the last of them at `until`. */
  log: { severity: string; text: string; times: number; until: number };
  /** A position in the WAL that the check has read. */
  lsn: { what: 'inserted' | 'replayed'; position: string };
  /** The story ends: what the grader does to the nodes afterwards, to look at them, is left out. */
  examined: Nothing;
  /** The behaviour of the check came to its end: it failed at this moment, or has nothing against the work. */
  concluded: Nothing;
  /** A check was decided by a scenario's story, in which it has no line of its own. */
  judged: { scenario: string };
  /** Everything that the check had started is gone. */
  'check.end': { verdict: CheckVerdict };
  /** The file is full: this is its last line. */
  full: Nothing;
}

export type EventKind = keyof EventDetails;

/** One thing that happened during a run: a line of events.jsonl. */
export type LabEvent = { [Kind in EventKind]: EventOf<Kind> }[EventKind];

export interface EventOf<Kind extends EventKind> {
  /** Wall-clock milliseconds. */
  at: number;
  /** The check or scenario that it belongs to. */
  check: string;
  /** Who did it: student code, the grader's check, or the harness around both. */
  actor: 'student' | 'grader' | 'harness';
  kind: Kind;
  node?: string;
  detail: EventDetails[Kind];
}

type Nothing = Record<string, never>;
