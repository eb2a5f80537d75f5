import type { RunningCluster } from '../cluster/cluster.ts';
import type { Topology } from '../sdk/exercise.ts';

/** A cluster that will be asked for, and perhaps is on hand. */
interface Slot {
  topology: Topology;
  cluster?: Promise<RunningCluster>;
}

/**
 * Clusters that are started before a check asks for one, so that no check waits for its servers while another one only
 * waits for a student's answer. Those of one topology are alike; each is handed out once.
 */
export class ClusterSupply implements AsyncDisposable {
  readonly #start: (name: string, topology: Topology) => Promise<RunningCluster>;
  /** What will still be asked for, at most, in the order in which that is likely: none is started that nobody takes. */
  #wanted: Slot[];
  #started = 0;

  constructor(start: (name: string, topology: Topology) => Promise<RunningCluster>, wanted: Iterable<Topology>) {
    this.#start = start;
    this.#wanted = Array.from(wanted, (topology) => ({ topology }));
  }

  /** Has so many on hand, or as many as will still be asked for. */
  prepare(count: number): void {
    const missing = this.#wanted.filter(({ cluster }) => !cluster);
    const onHand = this.#wanted.length - missing.length;
    for (const slot of missing.slice(0, Math.max(0, count - onHand))) {
      slot.cluster = this.#next(slot.topology);
      slot.cluster.catch(() => undefined); // whoever takes it is told
    }
  }

  /** One that nobody else gets, and whose end is the taker's. Throws what kept it from starting. */
  take(topology: Topology): Promise<RunningCluster> {
    const fitting = this.#wanted.filter((slot) => slot.topology === topology);
    const taken = fitting.find(({ cluster }) => cluster) ?? fitting[0];
    this.#wanted = this.#wanted.filter((slot) => slot !== taken);
    const cluster = taken?.cluster ?? this.#next(topology);
    this.prepare(1);
    return cluster;
  }

  /** Ends those that nobody took. Never throws. */
  async [Symbol.asyncDispose](): Promise<void> {
    const left = await Promise.allSettled(this.#wanted.splice(0).map(({ cluster }) => cluster));
    const clusters = left.flatMap((each) => (each.status === 'fulfilled' && each.value ? [each.value] : []));
    await Promise.allSettled(clusters.map((cluster) => cluster[Symbol.asyncDispose]()));
  }

  #next(topology: Topology): Promise<RunningCluster> {
    this.#started += 1;
    return this.#start(`cluster-${this.#started}`, topology);
  }
}
