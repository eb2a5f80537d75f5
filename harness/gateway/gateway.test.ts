import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openOrderlyProxies } from './fixtures/orderly-proxies.ts';
import { frontGateway } from './fronted-gateway.ts';
import type { Gateway, LinkAddress } from './gateway.ts';
import { describeGatewayContract } from './gateway-contract.ts';
import { openLocalGateway } from './local-gateway.ts';
import { connectGateway } from './remote-gateway.ts';

describeGatewayContract('in this process', async () => openLocalGateway());
describeGatewayContract('a program of its own', async () => (await openElsewhere()).gateway);
describeGatewayContract('a program of its own, behind a proxy that makes ends of resets', async () => {
  const proxies = await openOrderlyProxies(4);
  const { gateway } = await openElsewhere(proxies.before);
  const fronted = frontGateway(gateway);
  return {
    ...fronted,
    async [Symbol.asyncDispose]() {
      await fronted[Symbol.asyncDispose]();
      proxies[Symbol.dispose]();
    },
  };
});

test('without a link before it, such a proxy hides that a connection was reset', async () => {
  using proxies = await openOrderlyProxies(1);
  const { gateway } = await openElsewhere(proxies.before);
  await using _ends = gateway;
  const held = createServer((socket) => socket.on('error', () => undefined)).listen(0, '127.0.0.1');
  await once(held, 'listening');
  const { port } = held.address() as { port: number };
  const socket = connect(await gateway.open({ id: 'a', target: { host: '127.0.0.1', port } }));
  await once(held, 'connection');
  const ended = once(socket.resume(), 'end'); // rejects by an error
  await gateway.inflict(['a'], { kind: 'sever' });
  await ended;
  held.close();
});

/** The program that runs in a container, here as a process. `seenAs`: how its places are known to who uses them. */
async function openElsewhere(seenAs = (address: LinkAddress) => address) {
  const program = join(import.meta.dirname, 'main.ts');
  const child = spawn(process.execPath, [program], { stdio: ['pipe', 'pipe', 'inherit'] });
  const ended = once(child, 'exit');
  const gateway: Gateway = await connectGateway({
    answers: child.stdout,
    orders: child.stdin,
    timeout: 10_000,
    place: () => ({ listen: { host: '127.0.0.1', port: 0 }, seenAs }),
    close: async () => {
      child.stdin.end();
      await ended;
    },
  });
  return { gateway, child };
}

test('orders to a gateway that was killed are START_FAILED, also those that wait for an answer; healing does not throw', async () => {
  const { gateway, child } = await openElsewhere();
  await gateway.open({ id: 'a', target: { host: '127.0.0.1', port: 1 } });
  const fault = await gateway.inflict(['a'], { kind: 'hold' });
  child.kill('SIGSTOP');
  const waiting = expect(gateway.traffic('a')).rejects.toMatchObject({ code: 'START_FAILED' });
  child.kill('SIGKILL');
  await waiting;
  await expect(gateway.open({ id: 'b', target: { host: '127.0.0.1', port: 1 } })).rejects.toThrow('has ended');
  await fault.heal();
});

test('a gateway that ends before its first word is START_FAILED', async () => {
  const child = spawn('true', { stdio: ['pipe', 'pipe', 'ignore'] });
  const place = () => ({
    listen: { host: '127.0.0.1', port: 0 },
    seenAs: (address: { host: string; port: number }) => address,
  });
  const opening = connectGateway({
    answers: child.stdout,
    orders: child.stdin,
    timeout: 10_000,
    place,
    close: async () => undefined,
  });
  await expect(opening).rejects.toMatchObject({ code: 'START_FAILED' });
});
