import type { RunningCluster } from '../cluster/cluster.ts';
import type { PreparedCluster } from '../cluster/start-cluster.ts';
import type { Topology } from '../sdk/exercise.ts';

/** A cluster that will be asked for, and perhaps is on hand. */
interface Slot {
  topology: Topology;
  /** Its machines, as soon as it was thought of. */
  prepared?: Promise<PreparedCluster>;
  /** Its servers. */
  cluster?: Promise<RunningCluster>;
}

export interface SupplyOptions {
  /** Makes the machines of a cluster. */
  prepare(name: string, topology: Topology): Promise<PreparedCluster>;
  /** What will be asked for, at most, in the order in which that is likely: none is started that nobody takes. */
  wanted: Iterable<Topology>;
  /** Clusters beyond those on hand whose machines are made already: for containers, which take longer than servers. */
  ahead?: number;
}

/**
 * Clusters that are started before a check asks for one, so that no check waits for its servers while another one only
 * waits for a student's answer. Those of one topology are alike; each is handed out once.
 */
export class ClusterSupply implements AsyncDisposable {
  readonly #prepare: SupplyOptions['prepare'];
  readonly #ahead: number;
  /** What will still be asked for. */
  #wanted: Slot[];
  #made = 0;

  constructor({ prepare, wanted, ahead = 0 }: SupplyOptions) {
    this.#prepare = prepare;
    this.#ahead = ahead;
    this.#wanted = Array.from(wanted, (topology) => ({ topology }));
  }

  /** Has so many on hand, or as many as will still be asked for. */
  prepare(count: number): void {
    const missing = this.#wanted.filter(({ cluster }) => !cluster);
    const onHand = this.#wanted.length - missing.length;
    const now = Math.max(0, count - onHand);
    for (const slot of missing.slice(0, now)) void this.#start(slot);
    for (const slot of missing.slice(now, now + this.#ahead)) void this.#make(slot);
  }

  /** One that nobody else gets, and whose end is the taker's. Throws what kept it from starting. */
  take(topology: Topology): Promise<RunningCluster> {
    const fitting = this.#wanted.filter((slot) => slot.topology === topology);
    const taken = fitting.find(({ cluster }) => cluster) ?? fitting.find(({ prepared }) => prepared) ?? fitting[0];
    this.#wanted = this.#wanted.filter((slot) => slot !== taken);
    const cluster = this.#start(taken ?? { topology });
    this.prepare(1);
    return cluster;
  }

  /** Ends those that nobody took. Never throws. */
  async [Symbol.asyncDispose](): Promise<void> {
    const left = this.#wanted.splice(0).flatMap(({ cluster, prepared }) => cluster ?? prepared ?? []);
    const made = (await Promise.allSettled(left)).flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
    await Promise.allSettled(made.map((each) => each[Symbol.asyncDispose]()));
  }

  #start(slot: Slot): Promise<RunningCluster> {
    slot.cluster ??= this.#make(slot).then((prepared) => prepared.start());
    slot.cluster.catch(() => undefined); // whoever takes it is told
    return slot.cluster;
  }

  #make(slot: Slot): Promise<PreparedCluster> {
    if (!slot.prepared) {
      this.#made += 1;
      slot.prepared = this.#prepare(`cluster-${this.#made}`, slot.topology);
      slot.prepared.catch(() => undefined);
    }
    return slot.prepared;
  }
}
