import { LabError } from '../core/errors.ts';
import { slowness, type Turns, turns } from '../core/slowness.ts';

/**
 * From how much on a check may fail because its machine is too busy. Measured on two cores: alone 1.1; with thirty
 * processes beside it 7; right work began to lose points at 35, where grading had a sixteenth of the machine.
 */
const tooSlow = 10;

/** Milliseconds that the grader must have waited, so that one late turn in a short check is none. */
const notable = 1000;

/** Watches how the machine treats this process from now on. Returns what to ask: BUSY where no failure counts, or undefined. */
export function watchTurns(read: () => Turns | undefined = turns): () => LabError | undefined {
  const from = read();
  return () => {
    const to = read();
    if (!from || !to || to.waited - from.waited < notable) return undefined;
    const slow = slowness(from, to);
    if (slow < tooSlow) return undefined;
    return new LabError('BUSY', `this machine was too busy to judge it: all took ${Math.round(slow)} times as long`);
  };
}
