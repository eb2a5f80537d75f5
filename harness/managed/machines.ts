import type { ClusterNode } from '../cluster/cluster-node.ts';

/** The machines of the service. Its customers never see their names, nor reach them. */
export const serviceMachines = ['managed1', 'managed2', 'managed3'] as const;

export function isOfService({ name }: Pick<ClusterNode, 'name'>): boolean {
  return serviceMachines.some((machine) => machine === name);
}
