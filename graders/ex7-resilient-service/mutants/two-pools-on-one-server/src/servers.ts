import { Connections } from './connections.ts';
import type { ServiceConfig } from './types.ts';

/** The connections of one configuration. */
export interface Servers {
  config: ServiceConfig;
  writes: Connections;
  reads: Connections;
  /** Answers the calls under way, then closes. */
  close(): Promise<void>;
}

export function openServers(config: ServiceConfig): Servers {
  const { leader, follower, timeouts } = config;
  const writes = new Connections(leader.url, timeouts);
  // WRONG: without a follower these are 38 connections to the leader.
  const reads = new Connections((follower ?? leader).url, timeouts);
  const close = async () => {
    await Promise.all([writes.close(), reads.close()]);
  };
  return { config, writes, reads, close };
}
