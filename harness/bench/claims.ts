import { median, type Times } from './stopwatch.ts';

/** One median is at most, or at least, so many times another. */
export interface Claim {
  what: string;
  of: string;
  against: string;
  atMost?: number;
  atLeast?: number;
}

export interface ClaimResult extends Claim {
  ratio: number;
  holds: boolean;
}

/** What a bench has come to. */
export interface BenchResult {
  times: Times[];
  claims: ClaimResult[];
}

/** A claim about something that was not timed does not hold. */
export function judgeClaim(claim: Claim, times: readonly Times[]): ClaimResult {
  const of = (name: string) => median(times.find((each) => each.name === name)?.ms ?? []);
  const ratio = of(claim.of) / of(claim.against);
  const holds = ratio <= (claim.atMost ?? Number.POSITIVE_INFINITY) && ratio >= (claim.atLeast ?? 0);
  return { ...claim, ratio, holds };
}

/** Two tables as lines of text: times in milliseconds, and what is claimed of them. */
export function renderBench(times: readonly Times[], claims: readonly ClaimResult[]): string[] {
  const width = Math.max(...times.map(({ name }) => name.length));
  const rows = times.map(({ name, ms }) => {
    const [least, most] = [Math.min(...ms), Math.max(...ms)].map(Math.round);
    return `${name.padEnd(width)}  ${String(Math.round(median(ms))).padStart(6)} ms  (${least} to ${most}, n ${ms.length})`;
  });
  const lines = claims.map(({ what, against, ratio, holds, atMost, atLeast }) => {
    const limit = atMost === undefined ? `at least ${atLeast}` : `at most ${atMost}`;
    return `${holds ? '✓' : '✗'} ${what}: ${ratio.toFixed(2)} times ${against} (${limit})`;
  });
  return [...rows, '', ...lines];
}
