import { type CheckContext, type ClusterNode, must, NotYet, waitUntil } from '#harness/grading';
import type { Observer } from './observe.ts';

/** Sessions that a program had open when it had had time to close them, and how it ended. */
export interface Leftovers {
  open: Record<string, number>[];
  /** Undefined when it was dead before. */
  ended?: 'ended' | 'killed';
}

/** Milliseconds for sessions to be closed after the last report, as the README says. */
const grace = 5000;

/** Calls of measureLag that run at the same time: as many as the README says. */
const together = 4;

/** Some reports, whatever they say. */
export async function measureOften(observer: Observer, times: number): Promise<void> {
  await observer.ready();
  let left = times;
  const caller = async () => {
    while (left > 0) {
      left -= 1;
      const told = await observer.tell();
      if ('fault' in told && told.fault.cause !== 'wrong') left = 0;
    }
  };
  await Promise.all(Array.from({ length: together }, caller));
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

export function judgeLeftovers({ open, ended }: Leftovers): void {
  for (const counts of open) {
    for (const [node, left] of Object.entries(counts)) {
      must(left === 0, `The measurements are over, and sessions are still open on the ${node}.`, {
        expected: 0,
        actual: left,
      });
    }
  }
  must(ended !== 'killed', 'All measurements are over, and the program does not end.', {
    expected: 'a program that ends when nothing is asked of it any more',
    actual: 'something is still pending: a connection, or a timer',
    hint: 'A connection that is open and a timer that runs keep a program alive.',
  });
}
