import { type CheckContext, type ClusterNode, must, NotYet, waitUntil } from '#harness/grading';
import { judgeLag } from './judge-report.ts';
import { mayBeLate, type Observation, type Observer, type Told } from './observe.ts';
import { read } from './reading.ts';
import { caughtUp } from './scenes.ts';

/** What a hundred measurements came to, and what they left behind. */
export interface Leftovers {
  /** Reports that were made side by side, while all was well. */
  reports: Observation[];
  /** Sessions of the program, by node, when it had had time to close them. */
  open: Record<string, number>[];
  /** How the programs ended when nothing was asked of them any more; undefined for one that was dead before. */
  ends: ('ended' | 'killed' | undefined)[];
}

/** Milliseconds for sessions to be closed after the last report, as the README says. */
const grace = 5000;

/** Calls of measureLag that run at the same time: as many as the README says. */
const together = 4;

/** Milliseconds between two things that a leader writes by itself, less a reserve. */
const ownWrites = 12_000;

/** How often the grader begins anew when the leader has written something of its own, as it does every 15 seconds. */
const attempts = 4;

/**
 * Reports that are made side by side while nothing moves, so that each must be exact; each lies between one reading before
 * them all and one after them all.
 */
export async function measureOften(
  context: CheckContext,
  observer: Observer,
  times: number,
  attempt = 1,
): Promise<Observation[]> {
  const { cluster } = context;
  await observer.ready();
  await caughtUp(context);
  const before = await read(cluster);
  const began = performance.now();
  const told = await tellOften(observer, times);
  const isSlow = performance.now() - began > ownWrites;
  const after = await read(cluster);
  const moved = before.leader.high !== after.leader.high || before.replayed !== after.replayed;
  // What moved meanwhile makes the bounds of a slow program's reports wider, and would do so each time.
  if (moved && !isSlow && attempt < attempts) return await measureOften(context, observer, times, attempt + 1);
  const circumstances = `${together} measurements ran at the same time`;
  const all = told.map((each) => ({ circumstances, state: 'streaming', told: each, before, after }));
  return all.filter((seen) => !mayBeLate(seen));
}

/** Calls that run side by side, until there were enough or one killed the program. */
export async function tellOften(observer: Observer, times: number): Promise<Told[]> {
  const all: Told[] = [];
  const isFatal = (told: Told) => 'fault' in told && told.fault.cause !== 'wrong';
  const caller = async () => {
    for (let left = times / together; left > 0 && !all.some(isFatal); left -= 1) all.push(await observer.tell());
  };
  await Promise.all(Array.from({ length: together }, caller));
  return all;
}

/** The student's sessions on some nodes, once they are closed or have had their time for it. */
export async function whatIsLeft(
  { signal }: CheckContext,
  nodes: readonly ClusterNode[],
): Promise<Record<string, number>> {
  const count = async (node: ClusterNode): Promise<[string, number]> => {
    const sql = "SELECT count(*)::int FROM pg_catalog.pg_stat_activity WHERE usename = 'student'";
    let open = 0;
    const closed = async () => {
      open = await node.value<number>(sql);
      return open === 0 || new NotYet(open);
    };
    await waitUntil('sessions to be closed', closed, { timeout: grace, signal }).catch(() => signal.throwIfAborted());
    return [node.name, open];
  };
  return Object.fromEntries(await Promise.all(nodes.map(count)));
}

export function judgeLeftovers({ reports, open, ends }: Leftovers): void {
  for (const seen of reports) judgeLag(seen);
  for (const counts of open) {
    for (const [node, left] of Object.entries(counts)) {
      must(left === 0, `The measurements are over, and sessions are still open on the ${node}.`, {
        expected: 0,
        actual: left,
      });
    }
  }
  must(!ends.includes('killed'), 'All measurements are over, and the program does not end.', {
    expected: 'a program that ends when nothing is asked of it any more',
    actual: 'something is still pending: a connection, or a timer',
    hint: 'A connection that is open and a timer that runs keep a program alive.',
  });
}
