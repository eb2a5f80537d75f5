/** One thing that is timed, once per round, after what it needs has been made ready. */
export interface Contender {
  name: string;
  /** Returns the milliseconds of what is measured; making ready and cleaning up are not in them. */
  round(number: number): Promise<number>;
}

/** What was measured of one thing, each value by itself: for a contender a time for each round. */
export interface Series {
  name: string;
  values: number[];
  /** Default: milliseconds. */
  unit?: string;
}

/**
 * Lets every contender run once per round, each round in another order: whatever else the machine does falls on all of
 * them. The first round is not counted; it fills caches.
 */
export async function race(contenders: readonly Contender[], rounds: number, signal: AbortSignal): Promise<Series[]> {
  const times = new Map(contenders.map(({ name }) => [name, [] as number[]]));
  for (let number = 0; number <= rounds; number += 1) {
    const turn = number % contenders.length;
    for (const contender of [...contenders.slice(turn), ...contenders.slice(0, turn)]) {
      signal.throwIfAborted();
      const ms = await contender.round(number);
      if (number > 0) times.get(contender.name)?.push(ms);
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
