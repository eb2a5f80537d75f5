import { type CheckContext, type ClusterNode, clientLink, must, NotYet, waitUntil } from '#harness/grading';

/** Milliseconds for a server to notice that a connection was closed, as the README says. */
const grace = 5000;

/** Sessions of the student's role on a node. */
export async function sessionsOn(node: ClusterNode): Promise<number> {
  return await node.value<number>("SELECT count(*)::int FROM pg_catalog.pg_stat_activity WHERE usename = 'student'");
}

/**
 * Sessions of the student's role that have done the same for half a second: the session of a connection that was closed
 * goes on for a moment, and whoever closes each when it is done has more of them than connections.
 */
export async function lastingSessionsOn(node: ClusterNode): Promise<number> {
  return await node.value<number>(
    `SELECT count(*)::int FROM pg_catalog.pg_stat_activity
     WHERE usename = 'student' AND state_change < pg_catalog.clock_timestamp() - interval '500 ms'`,
  );
}

/** Fails unless all of the student's connections to the nodes are closed within their time. */
export async function mustBeGone(
  { cluster, signal }: CheckContext,
  nodes: readonly ClusterNode[],
  circumstances: string,
): Promise<void> {
  for (const node of nodes) {
    let left = 0;
    const isGone = async () => {
      const { open } = await cluster.traffic(clientLink(node.name));
      left = Math.max(open, node.state === 'running' ? await sessionsOn(node) : 0);
      return left === 0 || new NotYet(left);
    };
    await waitUntil('connections to be closed', isGone, { timeout: grace, signal }).catch(() =>
      signal.throwIfAborted(),
    );
    must(left === 0, `${circumstances}, and connections to the ${node.name} are still open.`, {
      expected: 0,
      actual: left,
    });
  }
}
