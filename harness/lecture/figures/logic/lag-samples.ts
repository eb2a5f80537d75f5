/** One reading of the pair, follower first: so no distance is negative. */
export interface LagSample {
  /** Seconds since the recording began. */
  at: number;
  /** Bytes from what the follower has received, and from what it has replayed, to the leader's end of the log. */
  receive: number;
  replay: number;
  /** Seconds in pg_stat_replication.replay_lag; null where it is NULL; undefined without a row for the follower. */
  replayLag?: number | null;
  /** now() - pg_last_xact_replay_timestamp() on the follower, in seconds; null where it is NULL. */
  age: number | null;
}

/** A time in which the recording did one thing. */
export interface LagPhase {
  name: LagPhaseName;
  /** Seconds since the recording began. */
  from: number;
  what: string;
}

export type LagPhaseName = 'quiet' | 'load' | 'replay paused' | 'resumed' | 'link cut' | 'reconnected' | 'idle';

export interface LagRun {
  /** With what it was recorded. */
  server: string;
  phases: readonly LagPhase[];
  samples: readonly LagSample[];
}

/** The phase that a moment lies in. */
export function phaseAt({ phases }: LagRun, at: number): LagPhase {
  const phase = phases.findLast(({ from }) => from <= at) ?? phases[0];
  if (!phase) throw new Error('a recorded run without phases');
  return phase;
}

/** The samples of one phase. */
export function samplesIn(run: LagRun, name: LagPhaseName): LagSample[] {
  return run.samples.filter(({ at }) => phaseAt(run, at).name === name);
}

/** What a reader of the numbers would be led to believe at this moment, when it is not so. */
export function lagTrap({ receive, replay, replayLag, age }: LagSample): string | undefined {
  if (replay === 0 && age !== null && age > 1) {
    return `Nothing is behind, and yet the follower's clock says ${seconds(age)}: it shows the age of the last commit, not a lag.`;
  }
  if (replayLag === undefined && receive > 0) {
    return 'The leader has no row for this follower: a query for its lag finds nothing, and an alert on that query is silent. On the follower all that was received is replayed: it looks well from inside.';
  }
  return undefined;
}

/** As people read them. */
export function seconds(value: number): string {
  return `${value < 0.1 ? value.toFixed(3) : value.toFixed(1)}\u00a0s`;
}
