import { join } from 'node:path';
import type { Broker } from '../../broker/broker.ts';
import type { Cells } from '../../enclosure/cells.ts';
import type { Capability } from '../../sdk/exercise.ts';
import type { Engine, MachineSpec, TemplateRecipe } from '../engine.ts';
import { tarOf } from './archive.ts';
import { type Client, openClient } from './client.ts';
import { createContainer, removeContainer } from './container.ts';
import { openDockerCells } from './docker-cells.ts';
import { openDockerGateway } from './docker-gateway.ts';
import { DockerMachine, serverLog } from './docker-machine.ts';
import { type DockerTemplate, machineHome, openDockerTemplate } from './docker-templates.ts';
import { onDaemon } from './failure.ts';
import type { Images } from './images.ts';
import { removeLabelled } from './janitor.ts';
import { ofThisProcess, ownLabels } from './labels.ts';
import { openProgramImage } from './program-image.ts';
import { openSite, placeIn, type Site } from './site.ts';

export interface DockerEngineOptions {
  broker: Broker;
  /** Where the daemon answers. */
  host: string;
  images: Images;
  /** Where clients are programs in cells: the packages that these may import, as `copyPackages` made them. */
  packagesDirectory?: string;
}

/** Engines of this process that were opened: each has networks of its own. */
let sites = 0;

/** Bytes for a machine: a server of ours takes about thirty MB, what a student runs beside it may take the rest. */
const memory = 512 * 1024 ** 2;

/** For each process of a machine, as in a ward: bytes of data, reserved or used; of one file; files that are open. */
const limits = { data: 2 * 1024 ** 3, fsize: 1024 ** 3, nofile: 4096, core: 0 };

/** Idles as the container's first process, and keeps the log below a limit: a loop of notices must not fill the disk. */
const idle = `while sleep 1; do
  [ -z "$(find ${serverLog} -size +16M)" ] || : >${serverLog}
done`;

/** What is opened at first use: who only asks what the engine supports needs neither library nor network. */
interface Opened {
  client: Client;
  /** Where the nodes are. */
  site: Site;
  /** Where the programs of clients are, in cells, and these. */
  programs?: Site;
  cells?: Cells & AsyncDisposable;
}

/** Nodes as containers, in one network of this process, which only their gateways leave. */
export async function openDockerEngine(options: DockerEngineOptions): Promise<Engine> {
  const { broker, host, images, packagesDirectory } = options;
  const labels = ownLabels(broker);
  const mine = ofThisProcess(broker.runId);
  broker.entrust({ program: join(import.meta.dirname, 'sweep-main.ts'), args: [host, mine] });
  const { postgres } = images;
  let opening: Promise<Opened> | undefined;
  const open = () => {
    opening ??= openClient(host).then(async (client) => {
      sites += 1;
      const name = `replication-lab-${broker.runId}-${process.pid}-${sites}`;
      if (packagesDirectory === undefined) return { client, site: await openSite(client, name, labels) };
      const [site, programs, image] = await Promise.all([
        openSite(client, name, labels),
        openSite(client, `${name}-programs`, labels),
        openProgramImage({ client, host, labels, node: images.node, packagesDirectory }),
      ]);
      return { client, site, programs, cells: openDockerCells({ client, image, labels, site: programs }) };
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
    async clientGround() {
      if (packagesDirectory === undefined) return undefined;
      return { cells: (await open()).cells as Cells };
    },
    async openGateway(spec) {
      const { client, programs, site } = await open();
      return await openDockerGateway(spec, { client, site, programs, image: images.node, labels });
    },
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
        ...{ memory, limits },
        more: { Hostname: spec.name, ...placeIn(site, host) },
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
      await (await opening?.catch(() => undefined))?.cells?.[Symbol.asyncDispose]();
      if (opening) await removeLabelled(host, mine).catch(() => undefined);
    },
  };
}

function standbySignal({ user }: DockerTemplate): Promise<Buffer> {
  return tarOf([{ path: `${machineHome.slice(1)}/data/standby.signal`, text: '', mode: 0o600, ...user }]);
}
