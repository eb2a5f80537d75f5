/** One write as a client saw it: what invariants are judged by. Times are milliseconds of one monotonic clock. */
export interface ClientWrite {
  /** What the write left, if it did: a primary key, or another name for its row. Each write has its own. */
  key: number | string;
  /** The node that it was sent to, where that matters. */
  node?: string;
  begun: number;
  /** When its answer was there. */
  ended: number;
  /** `unknown`: nobody knows what became of it, and nothing may be concluded. */
  outcome: 'acked' | 'rejected' | 'unknown';
}
