import { once } from 'node:events';
import { measureLag } from './measure.ts';
import type { LagReport, WatchOptions } from './types.ts';

class Metronome {
  readonly #interval: number;
  readonly #end: Promise<unknown>;
  readonly #signal: AbortSignal;

  constructor(interval: number, signal: AbortSignal) {
    this.#interval = interval;
    this.#signal = signal;
    this.#end = signal.aborted ? Promise.resolve() : once(signal, 'abort');
  }

  async *beats<T>(work: () => Promise<T>): AsyncGenerator<T> {
    while (!this.#signal.aborted) {
      let timer: NodeJS.Timeout | undefined;
      const beat = new Promise((resolve) => {
        timer = setTimeout(resolve, this.#interval);
      });
      const result = await Promise.race([Promise.allSettled([work()]), this.#end]);
      const [settled] = Array.isArray(result) ? (result as PromiseSettledResult<T>[]) : [];
      if (settled?.status === 'fulfilled' && !this.#signal.aborted) yield settled.value;
      await Promise.race([beat, this.#end]);
      clearTimeout(timer);
    }
  }
}

export async function watchLag(
  options: WatchOptions,
  onReport: (report: LagReport) => unknown,
  signal: AbortSignal,
): Promise<void> {
  const { measure = measureLag, intervalMs, ...servers } = options;
  for await (const report of new Metronome(intervalMs, signal).beats(() => measure(servers))) {
    try {
      await onReport(report);
    } catch (error) {
      console.error(error);
    }
  }
}
