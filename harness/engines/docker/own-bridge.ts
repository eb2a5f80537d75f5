import { connect } from 'node:net';
import { networkInterfaces } from 'node:os';
import type { Client } from './client.ts';

/** How this process reaches gateways in containers. */
export interface Reach {
  /** By their own addresses; otherwise Docker publishes their ports on this machine's loopback. */
  direct: boolean;
}

/**
 * Directly where the daemon's bridge is this machine's. What Docker publishes passes a proxy of its own, which ends a
 * connection in good order that the other end has reset: a client would be told of a server that left, and not of a
 * network that broke. It also takes a container 0.1 s for each port. Docker Desktop, a rootless daemon and one on another
 * machine have their bridges where nothing leads but that proxy.
 */
export async function reachOf({ dockerode }: Client): Promise<Reach> {
  const bridge = await dockerode
    .getNetwork('bridge')
    .inspect()
    .catch(() => undefined); // a daemon can do without
  const gateways = (bridge?.IPAM?.Config ?? []).map(({ Gateway }: { Gateway?: string }) => Gateway);
  const ours = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? []);
  return { direct: ours.some(({ address }) => gateways.includes(address)) };
}

/** Milliseconds in which a machine that has the bridge itself knows whether anybody listens there. */
const patience = 1000;

/** Whether somebody is there, which also a refusal says: another daemon of this machine may have such a bridge too. */
export async function isThere(host: string, port: number): Promise<boolean> {
  const socket = connect({ host, port, signal: AbortSignal.timeout(patience) });
  const heard = Promise.withResolvers<boolean>();
  socket.once('connect', () => heard.resolve(true));
  socket.once('error', ({ code }: NodeJS.ErrnoException) => heard.resolve(code === 'ECONNREFUSED'));
  try {
    return await heard.promise;
  } finally {
    socket.destroy();
  }
}
