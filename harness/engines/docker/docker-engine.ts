import { join } from 'node:path';
import type { Broker } from '../../broker/broker.ts';
import type { Capability } from '../../sdk/exercise.ts';
import type { Engine, MachineSpec, TemplateRecipe } from '../engine.ts';
import { tarOf } from './archive.ts';
import { type Client, openClient } from './client.ts';
import { createContainer, removeContainer } from './container.ts';
import { openDockerGateway } from './docker-gateway.ts';
import { DockerMachine, serverLog } from './docker-machine.ts';
import { type DockerTemplate, machineHome, openDockerTemplate } from './docker-templates.ts';
import { onDaemon } from './failure.ts';
import type { Images } from './images.ts';
import { removeLabelled } from './janitor.ts';
import { ofThisProcess, ownLabels } from './labels.ts';
import { openSite, type Site } from './site.ts';

export interface DockerEngineOptions {
  broker: Broker;
  /** Where the daemon answers. */
  host: string;
  images: Images;
}

/** Bytes for a machine: a server of ours takes about thirty MB, what a student runs beside it may take the rest. */
const memory = 512 * 1024 ** 2;

/** Idles as the container's first process, and keeps the log below a limit: a loop of notices must not fill the disk. */
const idle = `while sleep 1; do
  [ -z "$(find ${serverLog} -size +16M)" ] || : >${serverLog}
done`;

/** Nodes as containers, in one network of this process, which only their gateways leave. */
export async function openDockerEngine({ broker, host, images }: DockerEngineOptions): Promise<Engine> {
  const labels = ownLabels(broker);
  const mine = ofThisProcess(broker.runId);
  broker.entrust({ program: join(import.meta.dirname, 'sweep-main.ts'), args: [host, mine] });
  const { postgres } = images;
  // At first use: who only asks what the engine supports needs neither library nor network.
  let opening: Promise<{ client: Client; site: Site }> | undefined;
  const open = () => {
    opening ??= openClient(host).then(async (client) => {
      return { client, site: await openSite(client, `replication-lab-${broker.runId}-${process.pid}`, labels) };
    });
    return opening;
  };
  const templates = new Map<string, Promise<DockerTemplate>>();
  const templateOf = (recipe: TemplateRecipe) => {
    const key = JSON.stringify(recipe);
    const make = async () => openDockerTemplate(recipe, { client: (await open()).client, host, broker, postgres });
    const made = templates.get(key) ?? make();
    templates.set(key, made);
    made.catch(() => templates.delete(key));
    return made;
  };
  return {
    name: 'docker',
    postgres: postgres.version,
    supports: new Set<Capability>(['pause', 'pg_basebackup', 'psql', 'pg_rewind', 'pg_ctl']),
    clientNetwork: async () => undefined,
    openGateway: async (spec) => openDockerGateway(spec, { ...(await open()), image: images.node, labels }),
    async createMachine(spec: MachineSpec) {
      const template = await templateOf(spec.recipe);
      const { client, site } = await open();
      const host = site.take();
      const container = await createContainer(client, {
        what: `the container of ${spec.name}`,
        image: template.image,
        command: ['sh', '-c', idle],
        labels: { ...labels, 'replication-lab.machine': spec.id },
        user: 'root',
        // For the one step from the owner of the log to the servers' user.
        capabilities: ['SETUID', 'SETGID'],
        memory,
        more: {
          Hostname: spec.name,
          HostConfig: { NetworkMode: site.name },
          NetworkingConfig: { EndpointsConfig: { [site.name]: { IPAMConfig: { IPv4Address: host } } } },
        },
      });
      try {
        await onDaemon(`cannot start the container of ${spec.name}`, async () => {
          if (spec.data === 'follower') await container.putArchive(await standbySignal(template), { path: '/' });
          await container.start();
        });
      } catch (error) {
        await removeContainer(container);
        throw error;
      }
      return new DockerMachine({
        name: spec.name,
        container,
        dataDirectory: `${machineHome}/${spec.data === 'empty' ? 'empty' : 'data'}`,
        address: { host, port: 5432 },
        major: postgres.version.major,
        path: postgres.path,
        released: () => site.release(host),
      });
    },
    async templatePassword(recipe) {
      return (await templateOf(recipe)).password;
    },
    async [Symbol.asyncDispose]() {
      // Machines and gateways belong to who opened them; what is left goes with the network.
      if (opening) await removeLabelled(host, mine).catch(() => undefined);
    },
  };
}

function standbySignal({ user }: DockerTemplate): Promise<Buffer> {
  return tarOf([{ path: `${machineHome.slice(1)}/data/standby.signal`, text: '', mode: 0o600, ...user }]);
}
