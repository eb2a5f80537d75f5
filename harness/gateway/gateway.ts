import type { Server, Socket } from 'node:net';

/**
 * The proxy through which every connection to a node passes. A link is one way to reach one server: a follower's
 * replication link, the clients' path, the control path. Faults act on links, so they hit exactly one of many.
 */
export interface Gateway extends AsyncDisposable {
  /** Opens a link and returns the address to give to whoever uses it. The id must be new. */
  open(link: LinkSpec): Promise<OpenedLink>;
  /** Puts a fault on links; it stays until it is healed. Several add up. Throws ARGUMENT for an unknown link. */
  inflict(links: readonly string[], fault: FaultSpec): Promise<InflictedFault>;
  /** Lets a link lead to another server from now on, under the same address. What is open on it is reset. */
  redirect(link: string, target: LinkAddress): Promise<void>;
  /** What has passed a link since it was opened. */
  traffic(link: string): Promise<Traffic>;
  /** Throws START_FAILED or NO_DOCKER when the gateway itself has failed: every connection then broke by our fault. */
  vouch(): Promise<void>;
}

export interface LinkSpec {
  id: string;
  target: LinkAddress;
  /** The address from which the server is dialled; default: the system's choice. */
  source?: string;
  /** Who uses it; default clients. Where nodes and clients have networks of their own, it is reached there alone. */
  audience?: 'nodes' | 'clients' | 'control';
  /** A connection that ends without a byte from the server was reset, or refused, where only a proxy could see it. */
  emptyMeansReset?: true;
}

/** A network other than the gateway's own. */
export interface Ground {
  /** Lets the server accept what is connected to the address there. */
  listen(address: LinkAddress, server: Server): Promise<void>;
  /** Connects there, from `source` where given. */
  dial(target: LinkAddress, source?: string): Promise<Socket>;
}

/** Where nodes run, and where their clients do, when that is not the gateway's own network. */
export interface Grounds {
  nodes: Ground;
  clients: Ground;
}

/** How many links from outside a gateway shall have room for: where it is a container, each needs a published port. */
export interface GatewaySpec {
  outside: number;
}

export interface LinkAddress {
  host: string;
  port: number;
}

export interface OpenedLink extends LinkAddress {
  /** The same link as the programs of submissions reach it, where they have a network that this process is not in. */
  forPrograms?: LinkAddress;
  /** This process cannot reach it: it is for nodes, which have such a network. */
  onlyForNodes?: true;
}

/**
 * `sever` resets every connection and each new one. `hold` keeps everything that arrives, closings too, as a network
 * that loses each packet; `direction` limits it to one half. `delay` delivers everything `ms` milliseconds late.
 * `silence` lets a new connection be until its PostgreSQL server has waited for a query `after` times (1: after the
 * login; 2: after the answer to its first query as well), and then keeps what the server sends, its closing too; what
 * is open already falls silent at once.
 */
export type FaultSpec =
  | { kind: 'sever' }
  | { kind: 'hold'; direction?: 'to-server' | 'to-client' }
  | { kind: 'delay'; ms: number }
  | { kind: 'silence'; after: number };

/** A fault in effect. Healing is idempotent and never throws; what was held is delivered in order. */
export interface InflictedFault extends AsyncDisposable {
  readonly spec: FaultSpec;
  readonly links: readonly string[];
  heal(): Promise<void>;
}

export interface Traffic {
  /** Connections now open, held ones included. */
  open: number;
  /** Connections ever accepted, those reset at once not counted. */
  accepted: number;
  toServer: number;
  toClient: number;
}
