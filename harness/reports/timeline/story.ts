import type { LabEvent } from '../../grading/event-kinds.ts';
import { type Entry, entriesOf } from './entries.ts';
import { momentOf, ofKind } from './events.ts';
import { type Lane, lanesOf } from './lanes.ts';

/** A check that was decided by a story. */
export interface Judgement {
  check: string;
  /** Why it failed; undefined when it did not. */
  failed: string | undefined;
  /** Wall-clock milliseconds of the moment that the failure is about, where that is known. */
  at?: number;
}

/** What happened on the nodes and links of one check or scenario, from the moment at which its cluster was ready. */
export interface Story {
  id: string;
  /** Milliseconds from its beginning to its end. */
  length: number;
  lanes: Lane[];
  entries: Entry[];
  /** Times at which it failed. */
  failedAt: number[];
  /** Times at which two servers were leaders at once. */
  twoLeaders: { from: number; to: number }[];
  /** Events that are not among the entries. */
  leftOut: number;
}

/** Undefined when nothing was written of it. `limit`: entries that may be listed; what is in their middle is left out. */
export function tellStory(
  id: string,
  all: readonly LabEvent[],
  judgements: readonly Judgement[],
  limit: number,
): Story | undefined {
  const own = all.filter((event) => event.check === id);
  const start = (ofKind(own, 'cluster.ready')[0] ?? ofKind(own, 'check.begin')[0])?.at;
  if (start === undefined) return undefined;
  const ends = [...ofKind(own, 'examined'), ...ofKind(own, 'concluded')].map(({ at }) => at);
  const end = Math.max(start, ends.length > 0 ? Math.min(...ends) : (own.at(-1)?.at ?? start));
  // What came before is preparation, except that it says which servers ran; what came after is the grader's looking.
  const told = own.filter((event) => momentOf(event) <= end + 1);
  const clock = (at: number) => Math.min(end, Math.max(start, at)) - start;
  const { lanes, twoLeaders } = lanesOf(told, clock, end - start);
  const failures = judgements.flatMap(({ check, failed, at }) =>
    failed === undefined ? [] : [{ check, failed, at: clock(at ?? end) }],
  );
  const happened = told.filter((event) => momentOf(event) >= start);
  const entries = entriesOf(happened, lanes, clock, failures);
  return {
    id,
    length: end - start,
    lanes,
    failedAt: [...new Set(failures.map(({ at }) => at))],
    twoLeaders,
    ...shortened(entries, limit),
  };
}

/** The first half and the last of what is too long; the numbers stay those of the whole. */
function shortened(entries: Entry[], limit: number): { entries: Entry[]; leftOut: number } {
  const numbered = entries.map((entry, at) => ({ ...entry, number: at + 1 }));
  if (numbered.length <= limit) return { entries: numbered, leftOut: 0 };
  const head = Math.ceil(limit / 2);
  return {
    entries: [...numbered.slice(0, head), ...numbered.slice(numbered.length - (limit - head))],
    leftOut: numbered.length - limit,
  };
}
