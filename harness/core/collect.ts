import type { Readable } from 'node:stream';

/** What a stream has brought so far, its first `limit` bytes; the rest is read and dropped, so nobody blocks. */
export interface Collected {
  text(): string;
  /** Whether the stream has ended. A grandchild that holds the pipe keeps it open for ever. */
  readonly closed: boolean;
}

export function collect(stream: Readable | null, limit = 64 * 1024): Collected {
  const chunks: Buffer[] = [];
  let size = 0;
  let closed = stream === null;
  const close = () => {
    closed = true;
  };
  stream?.on('data', (chunk: Buffer) => {
    if (size < limit) chunks.push(chunk);
    size += chunk.length;
  });
  stream?.on('error', close).once('end', close).once('close', close);
  return {
    text: () => Buffer.concat(chunks).subarray(0, limit).toString('utf8'),
    get closed() {
      return closed;
    },
  };
}
