import { clientLink, type RunningCluster } from '../cluster/cluster.ts';
import type { ClusterNode } from '../cluster/cluster-node.ts';
import { parseLsn } from '../cluster/lsn.ts';
import { waitUntil } from '../core/wait-until.ts';

/** What one node is, now. */
export interface NodeStatus {
  name: string;
  /** `silent`: its server runs and does not answer us. `empty`: it never had one. */
  state: 'empty' | 'off' | 'frozen' | 'silent' | 'leads' | 'follows';
  /** Of faults on its links, in words. */
  faults: readonly string[];
  /** What the server says of itself, where it answers. */
  said: ServerSaid | undefined;
}

export interface ServerSaid {
  timeline: number;
  /** Of a leader where its log ends, of a follower how far it has replayed. */
  lsn: bigint;
  /** What a follower has received; of a leader the same as `lsn`. */
  received: bigint;
  /** Whether a follower is connected to a leader, and gets its log. */
  connected: boolean;
  /** Whether replay was told to wait. */
  held: boolean;
  /** Seconds since the commit of what a follower replayed last; null before the first. */
  age: number | null;
  /** The followers that a server sends its log to: `async`, `sync`, `quorum` or `potential` by name. */
  senders: Readonly<Record<string, string>>;
}

/** Milliseconds for a server to answer. */
const patience = 1500;

/** Asks all nodes of a cluster, over the control path, at once. A node that is still silent is not asked again. */
export class StatusReader {
  readonly #cluster: RunningCluster;
  readonly #asked = new Map<ClusterNode, Promise<ServerSaid | undefined>>();

  constructor(cluster: RunningCluster) {
    this.#cluster = cluster;
  }

  /** In the order of the cluster. Never rejects; a server has a second and a half to answer. */
  read(): Promise<NodeStatus[]> {
    return Promise.all(this.#cluster.nodes.map((node) => this.#readNode(node)));
  }

  async #readNode(node: ClusterNode): Promise<NodeStatus> {
    const { name } = node;
    const faults = faultsOn(this.#cluster, node);
    const said = node.state === 'running' ? await this.#answer(node) : undefined;
    // Asked afterwards: it may have died of what is being shown.
    const state = stateOf(node);
    if (state !== undefined) return { name, state, faults, said: undefined };
    return { name, state: said === undefined ? 'silent' : said.leads ? 'leads' : 'follows', faults, said };
  }

  async #answer(node: ClusterNode): Promise<(ServerSaid & { leads: boolean }) | undefined> {
    if (this.#asked.has(node)) return undefined;
    let answer: (ServerSaid & { leads: boolean }) | undefined;
    let open = true;
    const asked = ask(node)
      .then((said) => {
        answer = said;
      })
      .catch(() => undefined)
      .finally(() => {
        open = false;
        this.#asked.delete(node);
      });
    this.#asked.set(node, asked as Promise<undefined>);
    await waitUntil('an answer', () => !open, { timeout: patience }).catch(() => undefined);
    return answer;
  }
}

function stateOf({ state, machine }: ClusterNode): NodeStatus['state'] | undefined {
  if (state === 'paused') return 'frozen';
  if (state === 'running') return undefined;
  return machine.power.length === 0 ? 'empty' : 'off';
}

/** The replication links of a node count as cut when each of them is; in one that is slow or silent, one is enough. */
function faultsOn(cluster: RunningCluster, node: ClusterNode): string[] {
  const links = cluster.replicationLinks(node);
  const open = cluster.faults.filter(({ healedAt }) => healedAt === undefined);
  const hit = (kind: string, link: string) =>
    open.some((fault) => fault.spec.kind === kind && fault.links.includes(link));
  const cut = links.length > 0 && links.every((link) => hit('sever', link));
  const clients = hit('sever', clientLink(node.name));
  const delays = open.flatMap(({ spec, links: slow }) =>
    spec.kind === 'delay' && links.every((link) => slow.includes(link)) ? [spec.ms] : [],
  );
  return [
    ...(cut ? [clients ? 'isolated' : 'disconnected'] : clients ? ['no clients'] : []),
    ...(links.length > 0 && links.every((link) => hit('hold', link)) ? ['blackholed'] : []),
    ...(delays.length > 0 ? [`${Math.max(...delays)} ms late`] : []),
  ];
}

const question = `
  SELECT NOT r AS leads,
    CASE WHEN r THEN coalesce(w.received_tli, c.timeline_id)
      ELSE ('x' || substr(pg_catalog.pg_walfile_name(pg_catalog.pg_current_wal_insert_lsn()), 1, 8))::bit(32)::int END AS timeline,
    CASE WHEN r THEN pg_catalog.pg_last_wal_replay_lsn() ELSE pg_catalog.pg_current_wal_lsn() END::text AS lsn,
    CASE WHEN r THEN pg_catalog.pg_last_wal_receive_lsn() ELSE pg_catalog.pg_current_wal_lsn() END::text AS received,
    w.status IS NOT DISTINCT FROM 'streaming' AS connected,
    CASE WHEN r THEN pg_catalog.pg_is_wal_replay_paused() ELSE false END AS held,
    CASE WHEN r THEN extract(epoch FROM pg_catalog.now() - pg_catalog.pg_last_xact_replay_timestamp())::float8 END AS age,
    (SELECT pg_catalog.json_object_agg(application_name, sync_state) FROM pg_catalog.pg_stat_replication
      WHERE state = 'streaming') AS senders
  FROM (SELECT pg_catalog.pg_is_in_recovery() AS r) AS recovery
    CROSS JOIN pg_catalog.pg_control_checkpoint() AS c
    LEFT JOIN pg_catalog.pg_stat_wal_receiver AS w ON true`;

interface Row {
  leads: boolean;
  timeline: number;
  lsn: string | null;
  received: string | null;
  connected: boolean;
  held: boolean;
  age: number | null;
  senders: Record<string, string> | null;
}

async function ask(node: ClusterNode): Promise<ServerSaid & { leads: boolean }> {
  const [row] = await node.query<Row & { [column: string]: unknown }>(question);
  if (!row) throw new Error('one row always comes');
  const lsn = row.lsn === null ? 0n : parseLsn(row.lsn);
  const received = row.received === null ? lsn : parseLsn(row.received);
  return { ...row, lsn, received, senders: row.senders ?? {} };
}
