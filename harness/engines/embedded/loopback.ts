import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';
import type { LinkAddress } from '../../gateway/gateway.ts';

/**
 * An address for a server. On Linux all of 127/8 is loopback, so each machine has an IP address of its own: rules in
 * pg_hba.conf can tell machines apart, and no other program competes for its ports. Elsewhere there is only 127.0.0.1.
 */
export async function reserveAddress(): Promise<LinkAddress> {
  const host = process.platform === 'linux' ? randomHost() : '127.0.0.1';
  const probe = createServer();
  await new Promise<void>((resolve, reject) => {
    probe.once('error', reject);
    probe.listen(0, host, resolve);
  });
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('a TCP listener has a TCP address');
  return { host, port: address.port };
}

/** 127.A.B.C with A from 64 up: the low addresses are what people and other programs use. */
function randomHost(): string {
  return `127.${randomInt(64, 255)}.${randomInt(1, 255)}.${randomInt(1, 255)}`;
}
