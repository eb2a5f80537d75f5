import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Gateway } from './gateway.ts';
import { describeGatewayContract } from './gateway-contract.ts';
import { openLocalGateway } from './local-gateway.ts';
import { connectGateway } from './remote-gateway.ts';

describeGatewayContract('in this process', async () => openLocalGateway());
describeGatewayContract('a program of its own', async () => (await openElsewhere()).gateway);

/** The program that runs in a container, here as a process. */
async function openElsewhere() {
  const program = join(import.meta.dirname, 'main.ts');
  const child = spawn(process.execPath, [program], { stdio: ['pipe', 'pipe', 'inherit'] });
  const ended = once(child, 'exit');
  const gateway: Gateway = await connectGateway({
    answers: child.stdout,
    orders: child.stdin,
    timeout: 10_000,
    place: () => ({ listen: { host: '127.0.0.1', port: 0 }, seenAs: (address) => address }),
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
