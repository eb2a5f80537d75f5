import { median, type Series } from './stopwatch.ts';

/** One median is at most, or at least, so many times another; or so much more. */
export interface Claim {
  what: string;
  of: string;
  against: string;
  atMost?: number;
  atLeast?: number;
  /** Milliseconds. */
  addsAtMost?: number;
}

export interface ClaimResult extends Claim {
  ratio: number;
  /** Milliseconds more. */
  adds: number;
  holds: boolean;
}

/** What a bench has come to. */
export interface BenchResult {
  times: Series[];
  claims: ClaimResult[];
}

/** What is so or is not, where there is nothing to measure. */
export interface Fact {
  what: string;
  holds: boolean;
  /** What was found otherwise, each a line. */
  found: string[];
}

/** A claim about something that was not measured does not hold. */
export function judgeClaim(claim: Claim, times: readonly Series[]): ClaimResult {
  const of = (name: string) => median(times.find((each) => each.name === name)?.values ?? []);
  const ratio = of(claim.of) / of(claim.against);
  const adds = of(claim.of) - of(claim.against);
  const { addsAtMost, atLeast = 0, atMost } = claim;
  const within = (value: number, limit = Number.POSITIVE_INFINITY) => value <= limit; // what is not a number is not
  return { ...claim, ratio, adds, holds: within(ratio, atMost) && ratio >= atLeast && within(adds, addsAtMost) };
}

/** Two tables as lines of text: what was measured, and what is claimed of it. */
export function renderBench(times: readonly Series[], claims: readonly ClaimResult[]): string[] {
  const width = Math.max(...times.map(({ name }) => name.length));
  const rows = times.map(({ name, unit = 'ms', values }) => {
    const [least, middle, most] = [Math.min(...values), median(values), Math.max(...values)].map(shown);
    return `${name.padEnd(width)}  ${middle?.padStart(6)} ${unit}  (${least} to ${most}, n ${values.length})`;
  });
  const lines = claims.map(({ what, against, adds, addsAtMost, ratio, holds, atMost, atLeast }) => {
    const mark = holds ? '✓' : '✗';
    if (addsAtMost !== undefined) return `${mark} ${what}: ${adds.toFixed(1)} ms to ${against} (at most ${addsAtMost})`;
    const limit = atMost === undefined ? `at least ${atLeast}` : `at most ${atMost}`;
    return `${mark} ${what}: ${ratio.toFixed(2)} times ${against} (${limit})`;
  });
  return [...rows, '', ...lines];
}

/** Whole from ten on, for nobody reads more of it. */
function shown(value: number): string {
  return value >= 10 || Number.isInteger(value) ? String(Math.round(value)) : value.toFixed(1);
}

/** A line for each, and what was found where it does not hold. */
export function renderFacts(facts: readonly Fact[]): string[] {
  return facts.flatMap(({ found, holds, what }) => [
    `${holds ? '✓' : '✗'} ${what}`,
    ...(holds ? [] : found.map((line) => `    ${line}`)),
  ]);
}
