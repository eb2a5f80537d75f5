import type { Address } from './lab.ts';

/** What a `$lab` value carries: plain data from which the student's side builds the Lab. */
export interface LabDescription {
  /** Names in `nodes`. */
  leader: string;
  follower: string;
  nodes: NodeDescription[];
}

export interface NodeDescription {
  name: string;
  /** Connection string of the student's role. */
  url: string;
  dataDirectory: string;
  /** Where this node's server is reached from each peer, by the peer's name. */
  addresses: Record<string, Address>;
}
