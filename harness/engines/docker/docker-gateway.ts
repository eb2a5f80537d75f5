import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { LabError } from '../../core/errors.ts';
import type { Gateway, GatewaySpec } from '../../gateway/gateway.ts';
import { connectGateway } from '../../gateway/remote-gateway.ts';
import { tarOf } from './archive.ts';
import type { Client } from './client.ts';
import { type Container, createContainer, removeContainer, requireRunning } from './container.ts';
import { demux } from './exec.ts';
import { onDaemon } from './failure.ts';
import type { Site } from './site.ts';

/** Milliseconds for its first word. */
const readyTimeout = 30_000;
/** Bytes. */
const memory = 256 * 1024 ** 2;
/** The first of the ports in the container that are published on this machine. */
const firstPort = 6001;
const home = '/srv/lab';
const harness = join(import.meta.dirname, '..', '..');

export interface DockerGatewayOptions {
  client: Client;
  image: string;
  /** Where the nodes are. */
  site: Site;
  /** Where programs of submissions are, when that is a network of its own. */
  programs?: Site;
  labels: Record<string, string>;
}

/**
 * A gateway in a container of its own: in the network of the nodes and in that of programs, where each finds the links
 * that are meant for it, and published on this machine's loopback.
 */
export async function openDockerGateway(spec: GatewaySpec, options: DockerGatewayOptions): Promise<Gateway> {
  const { client, image, labels, programs, site } = options;
  const inside = site.take();
  const forPrograms = programs?.take();
  const what = 'the container of a gateway';
  const ports = Array.from({ length: spec.outside }, (_, at) => firstPort + at);
  const bindings = ports.map((port) => [`${port}/tcp`, [{ HostIp: '127.0.0.1', HostPort: '' }]] as const);
  const container = await createContainer(client, {
    what,
    image,
    command: ['node', '--disable-warning=ExperimentalWarning', `${home}/gateway/main.ts`],
    labels,
    user: '65534:65534',
    capabilities: [],
    memory,
    more: {
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
        container.putArchive(await program(), { path: '/' }),
        enter(site, container, inside),
        programs && forPrograms && enter(programs, container, forPrograms),
      ]);
      const stream = await container.attach({ stream: true, stdin: true, stdout: true, stderr: true, hijack: true });
      const { stderr, stdout } = demux(container, stream);
      stderr.resume();
      await container.start();
      const { NetworkSettings } = await container.inspect();
      // Docker leads published ports to its address in the one network that is not ours; the control path ends there.
      const ours = [site.name, programs?.name];
      const [, outer] = Object.entries(NetworkSettings.Networks).find(([name]) => !ours.includes(name)) ?? [];
      if (!outer) throw new LabError('NO_DOCKER', `${what} is in no network with published ports`);
      const published = ports.map((port) => Number(NetworkSettings.Ports[`${port}/tcp`]?.[0]?.HostPort));
      let used = 0;
      return await connectGateway({
        answers: stdout,
        orders: stream,
        timeout: readyTimeout,
        place(link) {
          if (link.audience === 'nodes') {
            return { listen: { host: inside, port: 0 }, seenAs: (listening) => ({ ...listening, onlyForNodes: true }) };
          }
          const at = used++;
          const port = published[at];
          if (port === undefined) throw new LabError('ARGUMENT', `the gateway has ${spec.outside} ways from outside`);
          const seenHere = { host: '127.0.0.1', port };
          const listen = { host: '0.0.0.0', port: firstPort + at };
          if (link.audience === 'control')
            return { listen: { ...listen, host: outer.IPAddress }, seenAs: () => seenHere };
          const there = forPrograms && { forPrograms: { ...listen, host: forPrograms } };
          return { listen, seenAs: () => ({ ...seenHere, ...there }) };
        },
        vouch: () => requireRunning(container, what),
        close,
      });
    });
  } catch (error) {
    await close();
    throw error;
  }
}

async function enter({ network }: Site, { id }: Container, address: string): Promise<void> {
  await network.connect({ Container: id, EndpointConfig: { IPAMConfig: { IPv4Address: address } } });
}

/** The harness's own gateway, and what it imports, as an archive. */
function program(): Promise<Buffer> {
  const files = ['gateway', 'core'].flatMap((folder) =>
    readdirSync(join(harness, folder))
      .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts') && !name.endsWith('-contract.ts'))
      .map((name) => ({ path: `${folder}/${name}`, text: readFileSync(join(harness, folder, name), 'utf8') })),
  );
  const all = [...files, { path: 'package.json', text: '{ "type": "module" }\n' }];
  return tarOf(all.map(({ path, text }) => ({ path: `${home.slice(1)}/${path}`, text, mode: 0o644 })));
}
