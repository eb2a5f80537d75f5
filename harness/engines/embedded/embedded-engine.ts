import { chownSync, closeSync, mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';
import type { Broker } from '../../broker/broker.ts';
import type { Users } from '../../broker/users.ts';
import type { EnclosureTools } from '../../enclosure/tools.ts';
import { openLocalGateway } from '../../gateway/local-gateway.ts';
import type { Capability } from '../../sdk/exercise.ts';
import type { Engine, Machine, MachineSpec, TemplateRecipe } from '../engine.ts';
import { copyDirectory } from './copy.ts';
import { EmbeddedMachine } from './embedded-machine.ts';
import { encloseMachines } from './enclosed-machines.ts';
import { openInstallation } from './installation.ts';
import { reserveAddress } from './loopback.ts';
import { openTemplate, type Template } from './templates.ts';
import { openTools } from './tools.ts';

export interface EmbeddedEngineOptions {
  broker: Broker;
  users: Users;
  /** On disk: copies of installations and tools. */
  stateDirectory: string;
  /** In memory where there is room: templates. */
  workDirectory: string;
  /** The Node.js that runs our pg_basebackup. */
  nodePath: string;
  /** `--pg-bin`. */
  pgBin?: string;
  /** With what machines and their clients are enclosed; undefined: they are not. */
  enclosure?: EnclosureTools;
}

/** Nodes as processes of this machine, on loopback. */
export async function openEmbeddedEngine(options: EmbeddedEngineOptions): Promise<Engine> {
  const { broker, users, stateDirectory } = options;
  const installation = openInstallation(options);
  const { binDirectory, version } = installation;
  const tools = await openTools({ installation, stateDirectory, nodePath: options.nodePath });
  const templates = new Map<string, Promise<Template>>();
  const templateOf = (recipe: TemplateRecipe) => {
    const key = JSON.stringify(recipe);
    const known = templates.get(key);
    if (known) return known;
    const cacheDirectory = join(options.workDirectory, 'templates');
    const made = openTemplate(recipe, { installation, broker, cacheDirectory, owner: users.server });
    templates.set(key, made);
    made.catch(() => templates.delete(key));
    return made;
  };
  const enclosure =
    options.enclosure && encloseMachines({ ...options, tools: options.enclosure, installation, path: tools.path });
  const programs: Capability[] = ['psql', 'pg_rewind', 'pg_ctl'];
  return {
    name: 'embedded',
    postgres: version,
    supports: new Set<Capability>([
      'pause',
      'pg_basebackup',
      'shared-disk',
      'shared-loopback',
      ...programs.filter((name) => installation.has(name)),
    ]),
    async openGateway() {
      return openLocalGateway(await enclosure?.grounds);
    },
    async clientGround() {
      return (await enclosure?.grounds)?.clients;
    },
    async createMachine(spec: MachineSpec): Promise<Machine> {
      const directory = await broker.makeDirectory(join('machines', spec.id), { mode: 0o711 });
      own(mkdir(join(directory, 'home')), users);
      if (spec.data !== 'empty') {
        const template = await templateOf(spec.recipe);
        await copyDirectory(template.dataDirectory, join(directory, 'data'));
        if (spec.data === 'follower') own(touch(join(directory, 'data', 'standby.signal')), users);
      } else own(mkdir(join(directory, 'data')), users);
      const path = [...tools.path, binDirectory, '/usr/local/bin', '/usr/bin', '/bin'].join(':');
      const address = await reserveAddress();
      return new EmbeddedMachine({
        name: spec.name,
        directory,
        address,
        binDirectory,
        major: version.major,
        path,
        broker,
        owner: users.server,
        ward: await enclosure?.wardFor(spec.id),
      });
    },
    async templatePassword(recipe) {
      return (await templateOf(recipe)).password;
    },
    async [Symbol.asyncDispose]() {
      // Machines and gateways belong to who opened them; the broker ends what is left.
      await enclosure?.[Symbol.asyncDispose]();
    },
  };
}

function mkdir(path: string): string {
  mkdirSync(path, { mode: 0o700 });
  return path;
}

function touch(path: string): string {
  closeSync(openSync(path, 'w', 0o600));
  return path;
}

function own(path: string, users: Users): void {
  if (users.server) chownSync(path, users.server.uid, users.server.gid);
}
