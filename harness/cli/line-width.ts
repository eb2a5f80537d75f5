import type { Terminal } from './command.ts';

/** Wider lines are harder to read, also where the terminal has room. */
const widest = 110;

/** How long a line of text for people is, in characters. */
export function lineWidth({ columns }: Terminal): number {
  return Math.min(columns || 100, widest);
}
