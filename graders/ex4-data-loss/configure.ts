import { type CheckContext, isReplicating, must } from '#harness/grading';

/** Runs configureNoLoss in a program of its own, to its very end. Both nodes must then be as well as they were. */
export async function configure({ cluster, student, signal }: CheckContext): Promise<void> {
  const program = await student();
  await program.call('configureNoLoss', [program.lab]);
  await program.settle();
  for (const node of cluster.nodes) {
    must(node.state === 'running', `configureNoLoss left the ${node.name} without a running server.`, {
      expected: 'both nodes run when it returns',
      actual: `${node.name} is ${node.state}`,
      hint: 'Both parameters take effect by a reload; after a restart, wait until the node is back.',
    });
  }
  const proof = await isReplicating(cluster.leader, cluster.follower, { timeout: 10_000, signal });
  must(proof.replicates, 'After configureNoLoss the follower does not follow any more.', {
    expected: 'the follower streams from the leader',
    actual: proof.replicates ? '' : proof.because,
    hint: 'Leave primary_conninfo and the replication links as they were.',
  });
}
