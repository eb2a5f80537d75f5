import type { RunningCluster } from '../cluster/cluster.ts';

/**
 * Clusters that are started before a check asks for one, so that no check waits for its servers while another one only
 * waits for a student's answer. All are alike; each is handed out once.
 */
export class ClusterSupply implements AsyncDisposable {
  readonly #start: (name: string) => Promise<RunningCluster>;
  readonly #ready: Promise<RunningCluster>[] = [];
  /** How many more will be asked for, at most: none is started that nobody takes. */
  #wanted: number;
  #started = 0;

  constructor(start: (name: string) => Promise<RunningCluster>, wanted: number) {
    this.#start = start;
    this.#wanted = wanted;
  }

  /** Has so many on hand, or as many as will still be asked for. */
  prepare(count: number): void {
    while (this.#ready.length < Math.min(count, this.#wanted)) {
      const cluster = this.#next();
      cluster.catch(() => undefined); // whoever takes it is told
      this.#ready.push(cluster);
    }
  }

  /** One that nobody else gets, and whose end is the taker's. Throws what kept it from starting. */
  take(): Promise<RunningCluster> {
    const cluster = this.#ready.shift() ?? this.#next();
    this.#wanted -= 1;
    this.prepare(1);
    return cluster;
  }

  /** Ends those that nobody took. Never throws. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#wanted = 0;
    const left = await Promise.allSettled(this.#ready.splice(0));
    const clusters = left.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
    await Promise.allSettled(clusters.map((cluster) => cluster[Symbol.asyncDispose]()));
  }

  #next(): Promise<RunningCluster> {
    this.#started += 1;
    return this.#start(`cluster-${this.#started}`);
  }
}
