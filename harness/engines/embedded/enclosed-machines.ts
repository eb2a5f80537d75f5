import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Broker } from '../../broker/broker.ts';
import type { Users } from '../../broker/users.ts';
import { type Network, openNetwork } from '../../enclosure/network.ts';
import type { EnclosureTools } from '../../enclosure/tools.ts';
import { writeEtc } from '../../enclosure/view.ts';
import { openWard, type Ward } from '../../enclosure/ward.ts';
import type { Installation } from './installation.ts';

/** The networks of one engine, and a ward for the machines of each submission. Both are made as they are needed. */
export interface EnclosedMachines extends AsyncDisposable {
  /** Two networks: a client reaches client links alone, and no server. */
  readonly grounds: Promise<{ nodes: Network; clients: Network }>;
  /** Where the machine of this id runs. */
  wardFor(machineId: string): Promise<Ward>;
}

export interface EnclosureOptions {
  broker: Broker;
  users: Users;
  nodePath: string;
  tools: EnclosureTools;
  installation: Installation;
  /** Directories of further programs, each in one that is read as a whole. */
  path: readonly string[];
}

export function encloseMachines(options: EnclosureOptions): EnclosedMachines {
  const { broker, installation, nodePath, path, tools, users } = options;
  const network = (label: string, owner: Users['server']) => openNetwork({ broker, tools, nodePath, owner, label });
  const opening = Promise.all([
    network('network of nodes', users.server),
    network('network of clients', users.student),
  ]);
  const grounds = opening.then(([nodes, clients]) => ({ nodes, clients }));
  grounds.catch(() => undefined); // each gateway is told
  const wards = new Map<string, Promise<Ward>>();
  /** A batch has a ward for each of its gradings: what it is made of goes with it. */
  const views: string[] = [];
  const open = async (folder: string): Promise<Ward> => {
    const machines = await broker.makeDirectory(join('machines', folder), { mode: 0o711 });
    const view = await broker.makeDirectory(join('etc', folder), { mode: 0o755 });
    views.push(view);
    const etc = writeEtc(view, users.server);
    return await openWard({
      broker,
      tools,
      network: (await grounds).nodes,
      etc,
      owner: users.server,
      readable: [join(installation.binDirectory, '..'), ...path.map((bin) => join(bin, '..')), nodePath],
      writable: [machines],
      label: `ward of ${folder}`,
    });
  };
  return {
    grounds,
    wardFor(machineId) {
      const folder = machineId.split('/')[0] ?? machineId;
      const ward = wards.get(folder) ?? open(folder);
      wards.set(folder, ward);
      return ward;
    },
    async [Symbol.asyncDispose]() {
      const opened = await Promise.allSettled(wards.values());
      await Promise.all(opened.map((each) => each.status === 'fulfilled' && each.value[Symbol.asyncDispose]()));
      const networks = await grounds.catch(() => undefined);
      await Promise.all([networks?.nodes[Symbol.asyncDispose](), networks?.clients[Symbol.asyncDispose]()]);
      // What cannot be removed is swept with the run.
      await Promise.allSettled(views.map((view) => rm(view, { recursive: true, force: true })));
    },
  };
}
