export interface ClusterSpec {
  /** Unique within the run. */
  id: string;
  /** Names of the followers; there is always one `leader`. */
  followers: readonly string[];
  wiring: Wiring;
  /** SQL on the leader, as superuser, before it is handed over. */
  seed: readonly string[];
  /** Privileges of the student's role: SQL after GRANT and before TO. */
  grants: readonly string[];
  superuser: boolean;
}

/**
 * `streaming`: the followers stream from the leader and have replayed the seed. `none`: the leader stands alone, as
 * initdb left it, and a follower is an empty machine without a server.
 */
type Wiring = 'streaming' | 'none';
