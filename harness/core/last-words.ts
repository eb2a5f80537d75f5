import type { Readable } from 'node:stream';
import { deadline } from './clock.ts';

/** Milliseconds in which more may come from what a program has started: that may hold the streams open for ever. */
const usualPatience = 200;

/**
 * Of a program that has ended: resolves when these streams have been read to their ends, and at the latest after
 * `patience` milliseconds. What the program itself had written has been read by then, however busy this process is.
 */
export async function endOf(streams: readonly (Readable | null)[], patience = usualPatience): Promise<void> {
  const read = Promise.all(streams.map(ended));
  await new Promise<void>((resolve) => {
    const clock = deadline(patience, resolve);
    void read.then(() => {
      clock[Symbol.dispose]();
      resolve();
    });
  });
  await wholeTurn();
}

function ended(stream: Readable | null): Promise<void> {
  if (!stream || stream.readableEnded || stream.destroyed) return Promise.resolve();
  return new Promise((resolve) => {
    for (const event of ['end', 'close', 'error']) stream.once(event, () => resolve());
  });
}

/**
 * Resolves after a whole turn of the event loop: what lay in a pipe before has been read then. Time alone says nothing
 * of that. The end of a program may be news in a turn that asked for its output before there was any, and timers come
 * first in the next: on a busy machine any time has passed by then.
 */
async function wholeTurn(): Promise<void> {
  await endOfTurn(); // of the present one, which may have asked already
  await endOfTurn();
}

function endOfTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
