import type { Lab } from '#lab';
import type { Facts, Order } from './types.ts';

/** Part 1. Orders an instance and its read replica from the service; returns when both can be used. */
export async function buildReplica(lab: Lab, order: Order): Promise<void> {
  // TODO: a highly available instance, its parameters, the table and its rows, the read replica. Wait for each.
  void lab;
  void order;
}

/** Part 2. Tries on both sides what your role may do, and leaves the self-managed pair as it was. */
export async function probe(lab: Lab): Promise<Partial<Facts>> {
  // TODO: find out each fact of `SideFacts`, for the self-managed pair and for an instance of the service.
  void lab;
  return {};
}
