import { randomInt } from 'node:crypto';
import { connect, createServer, type Server } from 'node:net';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { type OwningBroker, openBroker } from '../broker/open-broker.ts';
import { openStorage } from '../broker/storage.ts';
import { storageForTest } from '../engines/embedded/open-for-test.ts';
import { openLocalGateway } from '../gateway/local-gateway.ts';
import { type Network, openNetwork } from './network.ts';
import { findEnclosureTools } from './tools.ts';

vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 });

const tools = findEnclosureTools();
const why = 'missing' in tools ? tools.missing : undefined;
const ends = new AsyncDisposableStack();
let broker: OwningBroker;
let nodes: Network;
let clients: Network;
beforeAll(async () => {
  if ('missing' in tools) return;
  const { storage, remove } = storageForTest(openStorage(process.env));
  ends.defer(remove);
  broker = ends.use(openBroker(storage));
  const common = { broker, tools, nodePath: process.execPath, owner: undefined };
  nodes = ends.use(await openNetwork({ ...common, label: 'nodes' }));
  clients = ends.use(await openNetwork({ ...common, label: 'clients' }));
});
afterAll(() => ends.disposeAsync());

/** A server that echoes, in the network of nodes, at a port that nobody of this machine has. */
async function echoServer() {
  const server: Server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.pipe(socket);
  });
  const address = { host: '127.64.0.1', port: randomInt(20_000, 30_000) };
  await nodes.listen(address, server);
  return { address, [Symbol.dispose]: () => void server.close() };
}

describe.skipIf(why !== undefined)(`networks of their own${why ? ` (skipped: ${why})` : ''}`, () => {
  test('an address of one network is not there in another, nor on this machine', async () => {
    using server = await echoServer();
    const socket = await nodes.dial(server.address);
    expect(await answerTo(socket)).toBe('hello');
    await expect(clients.dial(server.address)).rejects.toThrow('ECONNREFUSED');
    expect(await answerTo(connect(server.address))).toBe('ECONNREFUSED');
  });

  test('a client link is one address in each network, and a control link only on this machine', async () => {
    using server = await echoServer();
    await using gateway = openLocalGateway({ nodes, clients });
    const link = await gateway.open({ id: 'a', target: server.address, audience: 'clients' });
    const control = await gateway.open({ id: 'b', target: server.address, audience: 'control' });
    const peer = await gateway.open({ id: 'c', target: server.address, audience: 'nodes' });
    for (const network of [nodes, clients]) expect(await answerTo(await network.dial(link))).toBe('hello');
    for (const address of [link, control]) expect(await answerTo(connect(address))).toBe('hello');
    expect(await answerTo(await nodes.dial(peer))).toBe('hello');
    await expect(nodes.dial(control)).rejects.toThrow('ECONNREFUSED');
    for (const address of [control, peer]) await expect(clients.dial(address)).rejects.toThrow('ECONNREFUSED');
  });

  test('a severed link is a reset for a client in its network, before and after', async () => {
    using server = await echoServer();
    await using gateway = openLocalGateway({ nodes, clients });
    const link = await gateway.open({ id: 'a', target: server.address, audience: 'clients' });
    const client = await clients.dial(link);
    client.write('1');
    await new Promise((resolve) => client.once('data', resolve));
    const broken = errorOf(client);
    await using cut = await gateway.inflict(['a'], { kind: 'sever' });
    expect(await broken).toBe('ECONNRESET');
    // The reset may be there before the connection is handed over.
    const late = clients.dial(link).then(errorOf, (error: Error) => /E[A-Z]+$|E[A-Z]+(?= )/.exec(error.message)?.[0]);
    expect(await late).toBe('ECONNRESET');
    await cut.heal();
    expect(await answerTo(await clients.dial(link))).toBe('hello');
  });

  test('a held link is silence for a client in its network, and then the answer', async () => {
    using server = await echoServer();
    await using gateway = openLocalGateway({ nodes, clients });
    const link = await gateway.open({ id: 'a', target: server.address, audience: 'clients' });
    const other = await gateway.open({ id: 'b', target: server.address, audience: 'clients' });
    const hole = await gateway.inflict(['a'], { kind: 'hold' });
    let answered = false;
    const answer = answerTo(await clients.dial(link)).finally(() => {
      answered = true;
    });
    expect(await answerTo(await clients.dial(other))).toBe('hello');
    expect(answered).toBe(false);
    await hole.heal();
    expect(await answer).toBe('hello');
  });

  test('a network that has ended says so', async () => {
    if ('missing' in tools) return;
    const network = await openNetwork({ broker, tools, nodePath: process.execPath, owner: undefined, label: 'brief' });
    await network[Symbol.asyncDispose]();
    await expect(network.dial({ host: '127.0.0.1', port: 1 })).rejects.toThrow('brief has ended');
  });
});

/** What an echo says to `hello`, or the code of the error. */
async function answerTo(socket: ReturnType<typeof connect>): Promise<string> {
  using ended = { [Symbol.dispose]: () => socket.destroy() };
  void ended;
  return await new Promise((resolve) => {
    socket.once('data', (chunk) => resolve(String(chunk)));
    socket.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    socket.write('hello');
  });
}

async function errorOf(socket: ReturnType<typeof connect>): Promise<string> {
  socket.resume();
  return await new Promise((resolve) =>
    socket.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message)),
  );
}
