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
  const over = Promise.withResolvers<void>();
  using _clock = deadline(patience, over.resolve);
  await Promise.race([read, over.promise]);
}

function ended(stream: Readable | null): Promise<void> {
  if (!stream || stream.readableEnded || stream.destroyed) return Promise.resolve();
  return new Promise((resolve) => {
    for (const event of ['end', 'close', 'error']) stream.once(event, () => resolve());
  });
}
