import { LabError } from '../../core/errors.ts';
import { frontGateway } from '../../gateway/fronted-gateway.ts';
import type { Gateway, GatewaySpec } from '../../gateway/gateway.ts';
import { connectGateway } from '../../gateway/remote-gateway.ts';
import { nobody } from './baked-image.ts';
import type { Client } from './client.ts';
import { type Container, createContainer, removeContainer, requireRunning } from './container.ts';
import { demux } from './exec.ts';
import { isPortTaken, onDaemon } from './failure.ts';
import { gatewayEnvironment, gatewayProgram } from './gateway-image.ts';
import { isThere, type Reach } from './own-bridge.ts';
import type { Site } from './site.ts';

/** The daemon chooses free ports, and somebody else may be quicker: then it chooses others. */
const attempts = 3;
/** Milliseconds for its first word. */
const readyTimeout = 30_000;
/** Bytes. */
const memory = 256 * 1024 ** 2;
/** The first of the ports in the container that are for this machine. */
const firstPort = 6001;

export interface DockerGatewayOptions {
  client: Client;
  /** Made by `openGatewayImage`. */
  image: string;
  /** Where the nodes are. */
  site: Site;
  /** Where programs of submissions are, when that is a network of its own. */
  programs?: Site;
  labels: Record<string, string>;
  /** What is supposed, and corrected where it proves wrong. */
  reach: Reach;
}

/**
 * A gateway in a container of its own: in the network of the nodes and in that of programs, where each finds the links
 * that are meant for it, and in Docker's own, where this machine does.
 */
export async function openDockerGateway(spec: GatewaySpec, options: DockerGatewayOptions): Promise<Gateway> {
  const { reach } = options;
  for (let attempt = 1; ; attempt += 1) {
    const { direct } = reach;
    try {
      return await openOnce(spec, options, direct);
    } catch (error) {
      const canBeReachedOtherwise = direct && !reach.direct;
      if (!canBeReachedOtherwise && (attempt === attempts || !isPortTaken(error))) throw error;
    }
  }
}

async function openOnce(spec: GatewaySpec, options: DockerGatewayOptions, direct: boolean): Promise<Gateway> {
  const { client, image, labels, programs, reach, site } = options;
  const inside = site.take();
  const forPrograms = programs?.take();
  const what = 'the container of a gateway';
  const ports = Array.from({ length: direct ? 0 : spec.outside }, (_, at) => firstPort + at);
  const bindings = ports.map((port) => [`${port}/tcp`, [{ HostIp: '127.0.0.1', HostPort: '' }]] as const);
  const container = await createContainer(client, {
    what,
    image,
    command: gatewayProgram,
    labels,
    user: `${nobody.uid}:${nobody.gid}`,
    capabilities: [],
    memory,
    more: {
      Env: gatewayEnvironment,
      OpenStdin: true,
      StdinOnce: true,
      AttachStdin: true,
      AttachStdout: true,
      ExposedPorts: Object.fromEntries(ports.map((port) => [`${port}/tcp`, {}])),
      // It passes connections on, and never packets.
      HostConfig: { PortBindings: Object.fromEntries(bindings), Sysctls: { 'net.ipv4.ip_forward': '0' } },
    },
  });
  const close = async () => {
    await removeContainer(container);
    site.release(inside);
    if (forPrograms) programs?.release(forPrograms);
  };
  try {
    return await onDaemon(`cannot start ${what}`, async () => {
      await Promise.all([
        enter(site, container, inside),
        programs && forPrograms && enter(programs, container, forPrograms),
      ]);
      const stream = await container.attach({ stream: true, stdin: true, stdout: true, stderr: true, hijack: true });
      const { stderr, stdout } = demux(container, stream);
      stderr.resume();
      await container.start();
      const { NetworkSettings } = await container.inspect();
      // In the one network that is not ours, where published ports lead to as well; the control path ends there.
      const ours = [site.name, programs?.name];
      const [, outer] = Object.entries(NetworkSettings.Networks).find(([name]) => !ours.includes(name)) ?? [];
      if (!outer) throw new LabError('NO_DOCKER', `${what} is in no network of Docker’s own`);
      const published = ports.map((port) => Number(NetworkSettings.Ports[`${port}/tcp`]?.[0]?.HostPort));
      if (direct && !(await isThere(outer.IPAddress, firstPort))) {
        reach.direct = false;
        throw new LabError('NO_DOCKER', `${what} has an address of this machine's, and is not there`);
      }
      let used = 0;
      const gateway = await connectGateway({
        answers: stdout,
        orders: stream,
        timeout: readyTimeout,
        place(link) {
          if (link.audience === 'nodes') {
            return { listen: { host: inside, port: 0 }, seenAs: (listening) => ({ ...listening, onlyForNodes: true }) };
          }
          const at = used++;
          if (at >= spec.outside) throw new LabError('ARGUMENT', `the gateway has ${spec.outside} ways from outside`);
          const listen = { host: '0.0.0.0', port: firstPort + at };
          const seenHere = direct
            ? { ...listen, host: outer.IPAddress }
            : { host: '127.0.0.1', port: published[at] as number };
          if (link.audience === 'control')
            return { listen: { ...listen, host: outer.IPAddress }, seenAs: () => seenHere };
          const there = forPrograms && { forPrograms: { ...listen, host: forPrograms } };
          return { listen, seenAs: () => ({ ...seenHere, ...there }) };
        },
        vouch: () => requireRunning(container, what),
        close,
      });
      return direct ? gateway : frontGateway(gateway);
    });
  } catch (error) {
    await close();
    throw error;
  }
}

async function enter({ network }: Site, { id }: Container, address: string): Promise<void> {
  await network.connect({ Container: id, EndpointConfig: { IPAMConfig: { IPv4Address: address } } });
}
