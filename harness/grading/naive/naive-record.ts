import type { NaiveOutcome } from '../../sdk/naive.ts';

/** What the harness knows of one naive client, in wall-clock milliseconds: its own account, not a student's. */
export interface NaiveRecord {
  client: string;
  product: number;
  quantity: number;
  /** When it began to connect. */
  begunAt: number;
  /** When it was done; undefined while it waits. */
  endedAt?: number;
  outcome?: NaiveOutcome;
}
