import type { Assembled } from './assemble.ts';
import type { ClusterSpec } from './cluster-spec.ts';
import { introduce } from './introduce.ts';

/** Starts the leader alone. Nothing here can replicate yet: there is no role, no access rule and no slot for it. */
export async function startStandalone({ nodes: [leader], identities }: Assembled, spec: ClusterSpec): Promise<void> {
  await leader.start();
  const { control, student } = identities;
  await introduce(leader, { ...spec, identities: [control, student] });
}
