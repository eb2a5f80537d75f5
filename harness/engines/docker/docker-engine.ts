import { join } from 'node:path';
import type { Broker } from '../../broker/broker.ts';
import type { Cells } from '../../enclosure/cells.ts';
import type { Capability } from '../../sdk/exercise.ts';
import type { Engine, MachineSpec, TemplateRecipe } from '../engine.ts';
import { asArguments, serverSettings } from '../server-settings.ts';
import { Attendant } from './attendant.ts';
import type { BakedImageOptions } from './baked-image.ts';
import { type Client, openClient } from './client.ts';
import { createContainer, removeContainer } from './container.ts';
import { openDockerCells } from './docker-cells.ts';
import { openDockerGateway } from './docker-gateway.ts';
import { DockerMachine, serverLog } from './docker-machine.ts';
import { type DockerTemplate, machineHome, openDockerTemplate } from './docker-templates.ts';
import { onDaemon } from './failure.ts';
import { openGatewayImage } from './gateway-image.ts';
import type { Images } from './images.ts';
import { removeLabelled } from './janitor.ts';
import { ofThisProcess, ownLabels } from './labels.ts';
import { type Reach, reachOf } from './own-bridge.ts';
import { openProgramImage } from './program-image.ts';
import { attendant } from './server-script.ts';
import { openSite, placeIn, type Site } from './site.ts';

export interface DockerEngineOptions {
  broker: Broker;
  /** Where the daemon answers. */
  host: string;
  images: Images;
  /** Where clients are programs in cells: the packages that these may import, as `copyPackages` made them. */
  packagesDirectory?: string;
  /** Ports of gateways are published also where their own addresses lead to them. */
  publish?: true;
}

/** Engines of this process that were opened: each has networks of its own. */
let sites = 0;

/** Bytes for a machine: a server of ours takes about thirty MB, what a student runs beside it may take the rest. */
const memory = 512 * 1024 ** 2;

/** For each process of a machine, as in a ward: bytes of data, reserved or used; of one file; files that are open. */
const limits = { data: 2 * 1024 ** 3, fsize: 1024 ** 3, nofile: 4096, core: 0 };

/** What is opened at first use: who only asks what the engine supports needs neither library nor network. */
interface Opened {
  client: Client;
  /** Of gateways. */
  image: string;
  /** How this process gets to them. */
  reach: Reach;
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
  broker.entrust({ program: join(import.meta.dirname, 'sweep-main.ts'), place: host, things: mine });
  const { postgres } = images;
  let opening: Promise<Opened> | undefined;
  const open = () => {
    opening ??= openClient(host).then(async (client) => {
      sites += 1;
      const name = `replication-lab-${broker.runId}-${process.pid}-${sites}`;
      const baking = { client, host, labels, node: images.node };
      const [reach, site, image, clients] = await Promise.all([
        options.publish ? { direct: false } : reachOf(client),
        openSite(client, name, labels),
        openGatewayImage(baking),
        packagesDirectory === undefined ? undefined : openClients(`${name}-programs`, packagesDirectory, baking),
      ]);
      return { client, reach, site, image, ...clients };
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
      const { client, image, programs, reach, site } = await open();
      return await openDockerGateway(spec, { client, reach, site, programs, image, labels });
    },
    async createMachine(spec: MachineSpec) {
      const template = await templateOf(spec.recipe);
      const { client, site } = await open();
      const address = { host: site.take(), port: 5432 };
      const dataDirectory = `${machineHome}/${spec.data === 'empty' ? 'empty' : 'data'}`;
      const { major } = postgres.version;
      const settings = serverSettings({ name: spec.name, dataDirectory, major, ...address });
      const server = ['postgres', '-D', dataDirectory, ...asArguments(settings)];
      const what = `the container of ${spec.name}`;
      const released = () => site.release(address.host);
      const container = await createContainer(client, {
        ...{ what, memory, limits },
        image: template.image,
        command: ['sh', '-c', attendant, 'attendant', serverLog, spec.data, ...server],
        labels: { ...labels, 'replication-lab.machine': spec.id },
        user: 'root',
        // For the one step from the attendant to the servers' user.
        capabilities: ['SETUID', 'SETGID'],
        more: {
          ...{ OpenStdin: true, StdinOnce: true, AttachStdin: true, AttachStdout: true, AttachStderr: true },
          Hostname: spec.name,
          Env: environment(postgres.path, dataDirectory),
          ...placeIn(site, address.host),
        },
      });
      try {
        const waits = await Attendant.attach(container, what);
        await onDaemon(`cannot start ${what}`, () => container.start());
        return new DockerMachine({ name: spec.name, container, attendant: waits, dataDirectory, address, released });
      } catch (error) {
        await removeContainer(container);
        released();
        throw error;
      }
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

async function openClients(name: string, packagesDirectory: string, baking: BakedImageOptions) {
  const { client, labels } = baking;
  const [programs, image] = await Promise.all([
    openSite(client, name, labels),
    openProgramImage(packagesDirectory, baking),
  ]);
  return { programs, cells: openDockerCells({ client, image, labels, site: programs }) };
}

/** Of every program on a machine. */
function environment(path: string, dataDirectory: string): string[] {
  return [`PATH=${path}`, `HOME=${machineHome}/home`, `PGDATA=${dataDirectory}`, 'LC_ALL=C', 'TZ=UTC'];
}
