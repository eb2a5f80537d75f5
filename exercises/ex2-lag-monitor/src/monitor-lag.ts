/** Where leader and follower are reached. */
export interface Servers {
  leaderUrl: string;
  followerUrl: string;
}

/** How far a follower is behind; null is "not known", which is not 0. */
export interface LagReport {
  state: 'streaming' | 'disconnected' | 'leader-down' | 'follower-down' | 'not-a-follower';
  receiveBytes: bigint | null;
  replayBytes: bigint | null;
  seconds: number | null;
}

export interface WatchOptions extends Servers {
  /** Milliseconds from the start of one measurement to the start of the next. */
  intervalMs: number;
  /** What measures; `measureLag` when left out. */
  measure?: (servers: Servers) => Promise<LagReport>;
}

/** A position in the write-ahead log, such as `0/16B3748`, as a number. Throws for a text that is no position. */
export function lsnToBigInt(lsn: string): bigint {
  // TODO: two halves of 32 bits, in hexadecimal.
  void lsn;
  return 0n;
}

/** How far the follower is behind the leader, now. Answers within five seconds and does not throw. */
export async function measureLag(servers: Servers): Promise<LagReport> {
  // TODO: ask the leader where it is, then the follower where it is.
  void servers;
  return { state: 'disconnected', receiveBytes: null, replayBytes: null, seconds: null };
}

/** Measures at once and then every `intervalMs`, until the signal fires. */
export async function watchLag(
  options: WatchOptions,
  onReport: (report: LagReport) => unknown,
  signal: AbortSignal,
): Promise<void> {
  // TODO: measure, report, wait for the next start; end at once when the signal fires.
  void options;
  void onReport;
  void signal;
}
