import { LabError } from '../core/errors.ts';
import { type Turns, treatment, turns } from '../core/slowness.ts';

/**
 * When a check may fail because its machine is too busy: the grader's work takes so many times as long as by itself, and
 * it waits for most of the time. Measured on two cores: alone 1.1 times; beside forty other processes up to 22, waiting for
 * up to 0.7 of the time, and nothing went wrong. Right work lost its first points at 34 and 0.7, with an eighth of
 * the share that others had, or less.
 */
const tooSlow = { times: 25, share: 0.6 };

/** Milliseconds that the grader must have waited, so that one late turn in a short check is none. */
const notable = 1000;

/** Watches how the machine treats this process from now on. Returns what to ask: BUSY where no failure counts, or undefined. */
export function watchTurns(read: () => Turns | undefined = turns): () => LabError | undefined {
  const from = read();
  return () => {
    const to = read();
    if (!from || !to || to.waited - from.waited < notable) return undefined;
    const { share, slow } = treatment(from, to);
    if (slow < tooSlow.times || share < tooSlow.share) return undefined;
    return new LabError('BUSY', `this machine was too busy to judge it: all took ${Math.round(slow)} times as long`);
  };
}
