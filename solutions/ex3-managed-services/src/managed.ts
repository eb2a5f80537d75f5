export { buildReplica } from './build-replica.ts';
export { probe } from './probe.ts';
export type { Facts, Order, Parameter, Product, SideFacts } from './types.ts';
