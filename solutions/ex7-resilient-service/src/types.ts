/** A server of the configuration. */
export interface Server {
  /** A connection string for the package pg. */
  url: string;
}

export interface ServiceConfig {
  /** Where writes go. */
  leader: Server;
  /** Where reads go; to the leader when it is missing. */
  follower?: Server;
  /** Milliseconds. */
  timeouts: {
    /** To get a connection: to be let in by a server, or to wait for a free one. */
    connect: number;
    /** To get the answer to a query. */
    query: number;
    /** For a whole health check. */
    health: number;
  };
}

export interface Item {
  product_id: number;
  product_name: string;
  quantity: number;
}

export interface NodeHealth {
  up: boolean;
  role: 'leader' | 'follower' | null;
  healthy: boolean;
}

export interface Health {
  leader: NodeHealth;
  /** Null when the configuration names no follower. */
  follower: (NodeHealth & { lagBytes: bigint | null }) | null;
}

/** The `code` of the error that a call rejects with. */
export type ErrorCode = 'UNAVAILABLE' | 'UNKNOWN' | 'NOT_FOUND' | 'CLOSED';

export interface Service {
  updateInventory(productId: number, quantity: number): Promise<void>;
  readInventory(productId: number): Promise<Item | null>;
  healthCheck(): Promise<Health>;
  reconfigure(config: ServiceConfig): Promise<void>;
  close(): Promise<void>;
}
