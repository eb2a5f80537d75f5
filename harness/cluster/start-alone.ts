import type { ClusterNode } from './cluster-node.ts';
import type { ClusterSpec } from './cluster-spec.ts';
import { introduce } from './introduce.ts';

/** Starts a server by itself. Nothing on it can replicate yet: there is no role, no access rule and no slot for it. */
export async function startAlone(node: ClusterNode, spec: ClusterSpec): Promise<void> {
  await node.start();
  const { control, student } = node.identities;
  await introduce(node, { ...spec, identities: [control, student] });
}
