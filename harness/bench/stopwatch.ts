/** One thing that is timed in every round, after what it needs has been made ready. */
export interface Contender {
  name: string;
  /** How often in a round: what takes little varies much. Default 1. */
  times?: number;
  /**
   * Returns the milliseconds of what is measured; making ready and cleaning up are not in them. Each time has a number
   * of its own; 0 is not counted.
   */
  round(number: number): Promise<number>;
}

/** What was measured of one thing, each value by itself. */
export interface Series {
  name: string;
  values: number[];
  /** Default: milliseconds. */
  unit?: string;
}

/**
 * Lets every contender run in every round, each round in another order: whatever else the machine does falls on all of
 * them. In a round before these each runs once, and is not counted: that fills caches.
 */
export async function race(contenders: readonly Contender[], rounds: number, signal: AbortSignal): Promise<Series[]> {
  const times = new Map(contenders.map(({ name }) => [name, [] as number[]]));
  for (let number = 0; number <= rounds; number += 1) {
    const turn = number % contenders.length;
    for (const contender of [...contenders.slice(turn), ...contenders.slice(0, turn)]) {
      const { name, times: inRound = 1 } = contender;
      const numbers = number === 0 ? [0] : Array.from({ length: inRound }, (_, at) => (number - 1) * inRound + at + 1);
      for (const each of numbers) {
        signal.throwIfAborted();
        const ms = await contender.round(each);
        if (each > 0) times.get(name)?.push(ms);
      }
    }
  }
  return [...times].map(([name, values]) => ({ name, values }));
}

/** Milliseconds that the work took. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2;
}
