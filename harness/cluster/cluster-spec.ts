export interface ClusterSpec {
  /** Unique within the run. */
  id: string;
  /** Names of the nodes; the first one leads where there is a leader. */
  nodes: readonly [string, ...string[]];
  wiring: Wiring;
  /** SQL on each server that does not follow another, as superuser, before it is handed over. */
  seed: readonly string[];
  /** Privileges of the student's role: SQL after GRANT and before TO. */
  grants: readonly string[];
  superuser: boolean;
}

/**
 * `streaming`: the others stream from the first node and have replayed the seed. `alone`: the first node runs as initdb
 * left it, the others are empty machines without a server. `independent`: every node runs, each from an initdb of its
 * own. `machines`: all are empty. `managed`: a streaming pair, and the machines of a service: the third node has the data
 * of a new instance, the others are empty, and no server runs on them.
 */
export type Wiring = 'streaming' | 'alone' | 'independent' | 'machines' | 'managed';
