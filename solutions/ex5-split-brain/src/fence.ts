import type { Lab, LabNode } from '#lab';

/**
 * Part 2. From here on nobody is told "committed" by this node any more. The power switch asks nothing of the node: not
 * that it is reachable, not that it is awake, not that it obeys; and a client can do nothing against it. It is known to
 * have worked when `kill` resolves, for a server that is off already as well.
 */
export async function fence(_lab: Lab, node: LabNode): Promise<void> {
  await node.kill();
}
