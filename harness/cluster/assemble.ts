import type { Engine, Machine, MachineSpec } from '../engines/engine.ts';
import type { Gateway, LinkAddress } from '../gateway/gateway.ts';
import { clientLink, controlLink, peerLink } from './cluster.ts';
import { ClusterNode, type NodePaths } from './cluster-node.ts';
import { controlIdentity, type Identity, newIdentities, type OpenIdentities } from './identities.ts';

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
  const gateway = started.use(await engine.openGateway({ outside: 2 * specs.length }));
  const machines = await Promise.all(
    specs.map(async (spec) => started.use(await engine.createMachine({ ...spec, id: `${id}/${spec.name}` }))),
  );
  const paths = await openPaths(gateway, machines);
  // One for all that come from one template: a follower's control role is its leader's.
  const controls = new Map<number | undefined, Identity>();
  for (const { recipe } of specs) {
    if (!controls.has(recipe.origin))
      controls.set(recipe.origin, controlIdentity(await engine.templatePassword(recipe)));
  }
  const nodes = machines.map((machine, at) => {
    const control = controls.get(specs[at]?.recipe.origin) as Identity;
    return new ClusterNode(machine, paths[at] as NodePaths, { ...identities, control });
  });
  return { gateway, identities, nodes: nodes as [ClusterNode, ...ClusterNode[]] };
}

/** Every link that can be: clients and control to each node, and each node to each other one. */
async function openPaths(gateway: Gateway, machines: readonly Machine[]): Promise<NodePaths[]> {
  return await Promise.all(
    machines.map(async (machine) => {
      const target = machine.address;
      const others = machines.filter((other) => other !== machine);
      const peers = await Promise.all(
        others.map(async ({ name, source }): Promise<[string, LinkAddress]> => {
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
