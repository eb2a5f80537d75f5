import { randomInt } from 'node:crypto';
import { LabError } from '../../core/errors.ts';
import type { Client, Dockerode } from './client.ts';
import { onDaemon } from './failure.ts';

/** Subnets tried before giving up: a random one of some fourteen thousand is rarely taken. */
const attempts = 20;

/**
 * One network of an engine's own, without a way out, and the addresses in it. A daemon's default pools end at about
 * thirty networks, so its subnet is named, small, and shared by all clusters of one process.
 */
export interface Site {
  network: ReturnType<Dockerode['getNetwork']>;
  name: string;
  /** An address that nobody has. */
  take(): string;
  release(address: string): void;
}

/** The machine that the daemon runs on has no address in it either: what listens there is out of reach. */
export async function openSite({ dockerode }: Client, name: string, labels: Record<string, string>): Promise<Site> {
  for (let attempt = 1; ; attempt += 1) {
    const prefix = `10.${randomInt(200, 255)}.${randomInt(0, 256)}`;
    try {
      const network = await dockerode.createNetwork({
        Name: name,
        Internal: true,
        CheckDuplicate: true,
        Labels: labels,
        Options: { 'com.docker.network.bridge.inhibit_ipv4': 'true' },
        IPAM: { Driver: 'default', Config: [{ Subnet: `${prefix}.0/24` }] },
      });
      return { network, name, ...addressesOf(prefix) };
    } catch (cause) {
      const taken = /overlaps|already (in use|allocated)/i.test(String(cause));
      if (!taken || attempt === attempts) await onDaemon('cannot make a network', () => Promise.reject(cause));
    }
  }
}

/** What a container is given so that it has an address of the site's own; nothing in a site is known by a name. */
export function placeIn(site: Site, address: string) {
  return {
    HostConfig: { NetworkMode: site.name, Dns: [nowhere] },
    NetworkingConfig: { EndpointsConfig: { [site.name]: { IPAMConfig: { IPv4Address: address } } } },
  };
}

/** An address of no machine (RFC 5737). Some daemons answer questions for names from a network without a way out. */
const nowhere = '192.0.2.1';

function addressesOf(prefix: string): Pick<Site, 'take' | 'release'> {
  const taken = new Set<string>();
  let next = 9; // the first is the bridge's own
  return {
    take() {
      for (let tries = 0; tries < 240; tries += 1) {
        next = next >= 250 ? 10 : next + 1;
        const address = `${prefix}.${next}`;
        if (taken.has(address)) continue;
        taken.add(address);
        return address;
      }
      throw new LabError('NO_DOCKER', 'no address is left in the network of this run', { next: 'run fewer at once' });
    },
    release: (address) => void taken.delete(address),
  };
}
