import { connect, createServer, type Socket } from 'node:net';
import { describe, expect, test } from 'vitest';
import { waitUntil } from '../core/wait-until.ts';
import type { Gateway } from './gateway.ts';

/** How a PostgreSQL server says that it waits for a query. */
const ready = 'Z\0\0\0\u0005I';

/** A server that echoes, on loopback. */
async function echoServer() {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
    socket.pipe(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  const close = () => {
    for (const socket of sockets) socket.destroy();
    server.close();
  };
  return { address: { host: '127.0.0.1', port }, sockets, [Symbol.dispose]: close };
}

/** A client that collects what it receives and how it ended. */
function client(address: { host: string; port: number }) {
  const socket = connect(address);
  const seen = { text: '', bytes: 0, error: '', closed: false };
  socket.on('data', (chunk) => {
    seen.bytes += chunk.length;
    if (seen.bytes < 1e6) seen.text += chunk;
  });
  socket.on('error', (error: NodeJS.ErrnoException) => {
    seen.error = error.code ?? error.message;
  });
  socket.on('close', () => {
    seen.closed = true;
  });
  const received = (text: string) => waitUntil(`to receive ${text}`, () => seen.text === text, { timeout: 3000 });
  const ended = () => waitUntil('the end', () => seen.closed, { timeout: 3000 });
  return { socket, seen, received, ended, [Symbol.dispose]: () => socket.destroy() };
}

/** A turn of both sockets' loops: a byte that would have passed has passed by then. */
async function settle(address: { host: string; port: number }) {
  using other = client(address);
  other.socket.write('turn');
  await other.received('turn');
}

/** What every gateway must do, wherever it runs. */
export function describeGatewayContract(name: string, open: () => Promise<Gateway>): void {
  describe(`the gateway contract: ${name}`, () => {
    test('bytes pass both ways, and are counted', async () => {
      using server = await echoServer();
      await using gateway = await open();
      using alice = client(await gateway.open({ id: 'a', target: server.address }));
      alice.socket.write('hello');
      await alice.received('hello');
      expect(await gateway.traffic('a')).toEqual({ open: 1, accepted: 1, toServer: 5, toClient: 5 });
    });

    test('sever resets the connections of one link and refuses new ones; another link to the same server lives on', async () => {
      using server = await echoServer();
      await using gateway = await open();
      const address = await gateway.open({ id: 'a', target: server.address });
      using alice = client(address);
      using bob = client(await gateway.open({ id: 'b', target: server.address }));
      alice.socket.write('1');
      bob.socket.write('1');
      await Promise.all([alice.received('1'), bob.received('1')]);
      const cut = await gateway.inflict(['a'], { kind: 'sever' });
      await alice.ended();
      expect(alice.seen.error).toBe('ECONNRESET');
      using late = client(address);
      await late.ended();
      expect(late.seen.error).toBe('ECONNRESET');
      bob.socket.write('2');
      await bob.received('12');
      await cut.heal();
      using again = client(address);
      again.socket.write('3');
      await again.received('3');
      expect((await gateway.traffic('a')).open).toBe(1);
    });

    test('a link that is redirected leads elsewhere under the same address, and what was open on it is reset', async () => {
      using before = await echoServer();
      using after = await echoServer();
      await using gateway = await open();
      const address = await gateway.open({ id: 'a', target: before.address });
      using alice = client(address);
      alice.socket.write('1');
      await alice.received('1');
      await gateway.redirect('a', after.address);
      await alice.ended();
      using bob = client(address);
      bob.socket.write('2');
      await bob.received('2');
      expect([before.sockets.size, after.sockets.size]).toEqual([0, 1]);
    });

    test('hold keeps bytes, new connections and closings until it is healed', async () => {
      using server = await echoServer();
      await using gateway = await open();
      const address = await gateway.open({ id: 'a', target: server.address });
      const free = await gateway.open({ id: 'free', target: server.address });
      using alice = client(address);
      using leaving = client(address);
      alice.socket.write('1');
      leaving.socket.write('1');
      await Promise.all([alice.received('1'), leaving.received('1')]);
      const hole = await gateway.inflict(['a'], { kind: 'hold' });
      alice.socket.write('2');
      leaving.socket.destroy();
      using late = client(address);
      late.socket.write('3');
      await waitUntil('the late client to be accepted', async () => (await gateway.traffic('a')).open === 3, {
        timeout: 3000,
      });
      await settle(free);
      expect([alice.seen.text, late.seen.text, late.seen.closed]).toEqual(['1', '', false]);
      await waitUntil('the settling client to leave', async () => (await gateway.traffic('free')).open === 0, {
        timeout: 3000,
      });
      await settle(free); // a later closing has passed by now, so the held one would have too
      await waitUntil('alice and the one whose closing is held', () => server.sockets.size === 2, { timeout: 3000 });
      await hole.heal();
      await Promise.all([alice.received('12'), late.received('3')]);
      await waitUntil('the held closing to arrive', () => server.sockets.size === 2, { timeout: 3000 });
    });

    test('a hold of one half lets the request through and keeps the answer', async () => {
      using server = await echoServer();
      await using gateway = await open();
      using alice = client(await gateway.open({ id: 'a', target: server.address }));
      alice.socket.write('1');
      await alice.received('1');
      await using hole = await gateway.inflict(['a'], { kind: 'hold', direction: 'to-client' });
      alice.socket.write('2');
      await waitUntil('the request to pass', async () => (await gateway.traffic('a')).toServer === 2, {
        timeout: 3000,
      });
      expect(alice.seen.text).toBe('1');
      await hole.heal();
      await alice.received('12');
    });

    test('silence keeps what a server sends that has waited for a query so often, and what is open at once', async () => {
      using server = await echoServer();
      await using gateway = await open();
      const address = await gateway.open({ id: 'a', target: server.address });
      using alice = client(address);
      alice.socket.write(ready);
      await alice.received(ready);
      await using silence = await gateway.inflict(['a'], { kind: 'silence', after: 2 });
      using bob = client(address);
      const clients = [alice, bob];
      for (const { socket } of clients) socket.write(ready);
      await bob.received(ready);
      bob.socket.write(ready);
      await bob.received(ready + ready);
      for (const { socket } of clients) socket.end(ready);
      const passed = 6 * ready.length;
      await waitUntil('all to reach the server', async () => (await gateway.traffic('a')).toServer === passed, {
        timeout: 3000,
      });
      await settle(await gateway.open({ id: 'free', target: server.address }));
      expect(clients.map(({ seen }) => [seen.text, seen.closed])).toEqual([
        [ready, false],
        [ready + ready, false],
      ]);
      await silence.heal();
      await Promise.all(clients.map(({ received }) => received(ready + ready + ready)));
      await Promise.all(clients.map(({ ended }) => ended()));
    });

    test('delay makes each way late by its milliseconds and keeps the order', async () => {
      using server = await echoServer();
      await using gateway = await open();
      using alice = client(await gateway.open({ id: 'a', target: server.address }));
      alice.socket.write('1');
      await alice.received('1');
      await using _slow = await gateway.inflict(['a'], { kind: 'delay', ms: 60 });
      const began = performance.now();
      alice.socket.write('2');
      alice.socket.write('3');
      await alice.received('123');
      expect(performance.now() - began).toBeGreaterThanOrEqual(119);
    });

    test('two faults add up, and each heals its own part', async () => {
      using server = await echoServer();
      await using gateway = await open();
      using alice = client(await gateway.open({ id: 'a', target: server.address }));
      alice.socket.write('1');
      await alice.received('1');
      const one = await gateway.inflict(['a'], { kind: 'hold' });
      const two = await gateway.inflict(['a'], { kind: 'hold' });
      await one.heal();
      alice.socket.write('2');
      await settle(await gateway.open({ id: 'free', target: server.address }));
      expect(alice.seen.text).toBe('1');
      await two.heal();
      await alice.received('12');
    });

    test('a held flood does not grow in memory, and arrives whole after healing', async () => {
      using server = await echoServer();
      await using gateway = await open();
      using alice = client(await gateway.open({ id: 'a', target: server.address }));
      alice.socket.write('1');
      await alice.received('1');
      const hole = await gateway.inflict(['a'], { kind: 'hold' });
      const flood = Buffer.alloc(64 * 1024 * 1024, 'x');
      alice.socket.write(flood);
      await settle(await gateway.open({ id: 'free', target: server.address }));
      expect((await gateway.traffic('a')).toServer).toBe(1);
      await hole.heal();
      await waitUntil('the flood to come back', () => alice.seen.bytes === flood.length + 1, { timeout: 10_000 });
    });

    test('a server that is not there resets the client', async () => {
      await using gateway = await open();
      using alice = client(await gateway.open({ id: 'a', target: { host: '127.0.0.1', port: 1 } }));
      await alice.ended();
      expect(alice.seen.error).toBe('ECONNRESET');
    });

    test('an unknown link is refused with the known ones', async () => {
      await using gateway = await open();
      await gateway.open({ id: 'a', target: { host: '127.0.0.1', port: 1 } });
      await expect(gateway.inflict(['b'], { kind: 'sever' })).rejects.toThrow('no link b; there are a');
    });
  });
}
