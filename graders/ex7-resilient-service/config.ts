import type { ClusterNode } from '#harness/grading';

/** As createService gets it. */
export interface Config {
  leader: { url: string };
  follower?: { url: string };
  timeouts: Timeouts;
}

/** Milliseconds. */
export interface Timeouts {
  connect: number;
  query: number;
  health: number;
}

/** Where servers are well: so long that no machine is too busy for them. */
export const patient: Timeouts = { connect: 6000, query: 6000, health: 6000 };

/** Where limits are met. */
export const brisk: Timeouts = { connect: 800, query: 800, health: 2500 };

export function configOf(leader: ClusterNode, follower: ClusterNode | undefined, timeouts: Timeouts): Config {
  const config: Config = { leader: { url: leader.url }, timeouts };
  return follower ? { ...config, follower: { url: follower.url } } : config;
}

/** Milliseconds in which a call is to be answered, as the README says. */
export const bounds = {
  call: ({ connect, query }: Timeouts): number => connect + query + 1500,
  health: ({ health }: Timeouts): number => health + 1500,
  change: ({ connect, query }: Timeouts): number => connect + query + 3000,
};
