import type { NaiveOutcome } from '../../sdk/naive.ts';

/** What the process of the naive clients is asked: first to load their module, then to connect clients and let them write. */
export type NaiveRequest = { id: number } & NaiveOrder;

export type NaiveOrder =
  | { do: 'load'; module: string }
  | { do: 'connect'; client: string; servers: NaiveServer[] }
  | { do: 'update'; client: string; product: number; quantity: number };

/** What it answers when it is done; to `update` the outcome. */
export type NaiveAnswer = { id: number } & ({ done: NaiveOutcome | null } | { error: string });

export interface NaiveServer {
  name: string;
  url: string;
}

/** What the module of an exercise's naive clients exports. */
export interface NaiveModule {
  /** One session for each server, whether or not it accepts connections. */
  connect(servers: readonly NaiveServer[]): Promise<unknown>;
  /** Writes through those sessions, and never rejects. */
  update(sessions: unknown, product: number, quantity: number): Promise<NaiveOutcome>;
}
