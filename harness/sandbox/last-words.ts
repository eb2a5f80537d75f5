import type { ChildProcess } from 'node:child_process';
import type { Readable } from 'node:stream';
import { deadline } from '../core/clock.ts';

/** Milliseconds after a process's end in which its pipes are read; something it started may hold them open for ever. */
const patience = 200;

/** Resolves when these descriptors have been read to their ends; destroys what is still open then. */
export async function endOf(child: ChildProcess, descriptors: readonly number[]): Promise<void> {
  const streams = descriptors.map((descriptor) => child.stdio[descriptor] as Readable | null | undefined);
  const read = Promise.all(streams.map((stream) => stream && ended(stream)));
  await new Promise<void>((resolve) => {
    const clock = deadline(patience, resolve);
    void read.then(() => {
      clock[Symbol.dispose]();
      resolve();
    });
  });
  for (const stream of child.stdio) stream?.destroy();
}

function ended(stream: Readable): Promise<void> {
  if (stream.readableEnded || stream.destroyed) return Promise.resolve();
  return new Promise((resolve) => {
    for (const event of ['end', 'close', 'error']) stream.once(event, () => resolve());
  });
}
