import type { Readable } from 'node:stream';
import { deadline } from '../core/clock.ts';

/** Resolves when these streams have been read to their ends, and at the latest after `patience` milliseconds. */
export async function endOf(streams: readonly Readable[], patience: number): Promise<void> {
  const read = Promise.all(streams.map(ended));
  await new Promise<void>((resolve) => {
    const clock = deadline(patience, resolve);
    void read.then(() => {
      clock[Symbol.dispose]();
      resolve();
    });
  });
}

function ended(stream: Readable): Promise<void> {
  if (stream.readableEnded || stream.destroyed) return Promise.resolve();
  return new Promise((resolve) => {
    for (const event of ['end', 'close', 'error']) stream.once(event, () => resolve());
  });
}
