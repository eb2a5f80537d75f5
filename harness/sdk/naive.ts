import type { LabNode } from './lab.ts';

/** Makes naive clients: programs of the exercise that the harness runs, each with network paths of its own. */
export interface NaiveClients {
  /**
   * Starts a client that sets the quantity of one product. Resolves when it is connected, to every server that accepts
   * a connection, and begins to write. At most 20 may be at work at a time.
   */
  update(productId: number, quantity: number, held?: HeldFromTheStart): Promise<NaiveClient>;
}

/** What is held before the client writes anything: then it is certain, and no race. */
export interface HeldFromTheStart {
  holdRequestsTo?: LabNode;
  holdRepliesFrom?: LabNode;
}

/** One client. Its paths are its own: what is held or cut here touches nobody else. */
export interface NaiveClient {
  readonly name: string;
  /** Keeps what the client sends to the server from now on; it arrives when it is released. */
  holdRequestsTo(node: LabNode): Promise<void>;
  /** Keeps what the server answers from now on. */
  holdRepliesFrom(node: LabNode): Promise<void>;
  /** Delivers what was held between the two, in order. */
  release(node: LabNode): Promise<void>;
  /** Breaks the connection to the server for good; what was held is lost. */
  cut(node: LabNode): Promise<void>;
  /** Waits until the client is done, for as long as that takes, and says what it believes. */
  outcome(): Promise<NaiveOutcome>;
}

/** What a naive client believes. */
export interface NaiveOutcome {
  /** What it told whoever had asked for the update. */
  told: 'done' | 'failed';
  /** By the name of the server. */
  servers: Readonly<Record<string, NaiveFate>>;
}

/** `written`: the server said so. `failed`: it got an error. `skipped`: it could not connect. `untried`: it gave up. */
export type NaiveFate = 'written' | 'failed' | 'skipped' | 'untried';
