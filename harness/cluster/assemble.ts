import type { Engine, Machine, MachineSpec } from '../engines/engine.ts';
import type { Gateway, OpenedLink } from '../gateway/gateway.ts';
import { clientLink, controlLink, peerLink } from './cluster.ts';
import { ClusterNode, type NodePaths } from './cluster-node.ts';
import { controlIdentity, type Identities, newIdentities, type OpenIdentities } from './identities.ts';

/** Machines with every path between them open, and no server running yet. */
export interface Assembled {
  gateway: Gateway;
  identities: OpenIdentities;
  /** The leader first. */
  nodes: readonly [ClusterNode, ...ClusterNode[]];
}

export interface Blueprint {
  id: string;
  /** The leader first. */
  machines: readonly Pick<MachineSpec, 'name' | 'data' | 'recipe'>[];
}

/** Makes the machines and opens the paths; `started` ends what was made when a later step fails. */
export async function assemble(
  engine: Engine,
  started: AsyncDisposableStack,
  { id, machines: specs }: Blueprint,
): Promise<Assembled> {
  const identities = newIdentities();
  // The gateway first, so that it goes last: one that vanished would be a fault in the servers' logs.
  const [gateway, ...machines] = await keptAll(started, [
    engine.openGateway({ outside: 2 * specs.length }),
    ...specs.map((spec) => engine.createMachine({ ...spec, id: `${id}/${spec.name}` })),
  ]);
  const paths = await openPaths(gateway, machines);
  // One set for all that come from one template: a follower's roles are its leader's.
  const families = new Map<number | undefined, Identities>();
  for (const { recipe } of specs) {
    if (families.has(recipe.origin)) continue;
    const control = controlIdentity(await engine.templatePassword(recipe));
    // Whoever has read the password of one family's replication cannot copy another one.
    const { replication } = families.size === 0 ? identities : newIdentities();
    families.set(recipe.origin, { ...identities, replication, control });
  }
  const nodes = machines.map((machine, at) => {
    return new ClusterNode(machine, paths[at] as NodePaths, families.get(specs[at]?.recipe.origin) as Identities);
  });
  return { gateway, identities, nodes: nodes as [ClusterNode, ...ClusterNode[]] };
}

/** Waits for all, also when one fails: what the others have made is ended too. */
async function keptAll<First extends AsyncDisposable, Other extends AsyncDisposable>(
  started: AsyncDisposableStack,
  making: readonly [Promise<First>, ...Promise<Other>[]],
): Promise<[First, ...Other[]]> {
  for (const made of await Promise.allSettled(making)) {
    if (made.status === 'fulfilled') started.use(made.value);
  }
  return (await Promise.all(making)) as [First, ...Other[]];
}

/** Every link that can be: clients and control to each node, and each node to each other one. */
async function openPaths(gateway: Gateway, machines: readonly Machine[]): Promise<NodePaths[]> {
  return await Promise.all(
    machines.map(async (machine) => {
      const target = machine.address;
      const others = machines.filter((other) => other !== machine);
      const peers = await Promise.all(
        others.map(async ({ name, source }): Promise<[string, OpenedLink]> => {
          return [name, await gateway.open({ id: peerLink(name, machine.name), target, source, audience: 'nodes' })];
        }),
      );
      return {
        client: await gateway.open({ id: clientLink(machine.name), target, audience: 'clients' }),
        control: await gateway.open({ id: controlLink(machine.name), target, audience: 'control' }),
        peers: Object.fromEntries(peers),
      };
    }),
  );
}
