import type { Readable } from 'node:stream';
import { deadline } from '../core/clock.ts';
import { wholeTurn } from '../core/whole-turn.ts';

/**
 * Resolves when these streams have been read to their ends, and at the latest after `patience` milliseconds: what was
 * written before is read then too.
 */
export async function endOf(streams: readonly Readable[], patience: number): Promise<void> {
  const read = Promise.all(streams.map(ended));
  await new Promise<void>((resolve) => {
    const clock = deadline(patience, resolve);
    void read.then(() => {
      clock[Symbol.dispose]();
      resolve();
    });
  });
  await wholeTurn(); // what had come when the time was over is read as well
}

function ended(stream: Readable): Promise<void> {
  if (stream.readableEnded || stream.destroyed) return Promise.resolve();
  return new Promise((resolve) => {
    for (const event of ['end', 'close', 'error']) stream.once(event, () => resolve());
  });
}
