import { connect, createServer, type Socket } from 'node:net';

/** Forwards to a server until it has passed on so many bytes, then holds or cuts the connection. */
export interface FaultyProxy extends AsyncDisposable {
  port: number;
  /** Resolves when the fault has happened. */
  fault: Promise<void>;
}

/** Starts a proxy on 127.0.0.1 in front of `port`, whose fault comes after `bytes` from the server. */
export async function faultyProxy(port: number, bytes: number, kind: 'hold' | 'cut'): Promise<FaultyProxy> {
  const sockets = new Set<Socket>();
  const { promise: fault, resolve: happened } = Promise.withResolvers<void>();
  const server = createServer((client) => {
    const upstream = connect(port, '127.0.0.1');
    for (const socket of [client, upstream]) sockets.add(socket.on('error', () => {}));
    client.pipe(upstream);
    let passed = 0;
    upstream.on('data', (chunk) => {
      passed += chunk.length;
      client.write(chunk);
      if (passed < bytes) return;
      upstream.pause();
      if (kind === 'cut') client.destroy();
      happened();
    });
    client.on('close', () => upstream.destroy());
    upstream.on('close', () => client.end());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return {
    port: typeof address === 'object' && address ? address.port : 0,
    fault,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
