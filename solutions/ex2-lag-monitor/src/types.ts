/** Where leader and follower are reached. */
export interface Servers {
  leaderUrl: string;
  followerUrl: string;
}

export type LagState = 'streaming' | 'disconnected' | 'leader-down' | 'follower-down' | 'not-a-follower';

/** How far a follower is behind; null is "not known", which is not 0. */
export interface LagReport {
  state: LagState;
  /** Bytes that the leader has and the follower has not received. */
  receiveBytes: bigint | null;
  /** Bytes that the leader has and the follower has not replayed. */
  replayBytes: bigint | null;
  /** Age of the newest commit that is visible on the follower; 0 when it has replayed everything. */
  seconds: number | null;
}

export type Measure = (servers: Servers) => Promise<LagReport>;

export interface WatchOptions extends Servers {
  /** Milliseconds from the start of one measurement to the start of the next. */
  intervalMs: number;
  /** What measures; `measureLag` when left out. */
  measure?: Measure;
}
