import type { RunningCluster } from '../cluster/cluster.ts';
import type { ClusterNode } from '../cluster/cluster-node.ts';
import { LabError } from '../core/errors.ts';
import type { StopMode } from '../engines/engine.ts';
import type { InflictedFault } from '../gateway/gateway.ts';
import { isOfService } from '../managed/machines.ts';
import type { ManagedService } from '../managed/service.ts';
import type { Exercise, LabOperation } from '../sdk/exercise.ts';
import type { LabDescription } from '../sdk/lab-description.ts';
import type { NaiveClients } from './naive/naive-clients.ts';
import { naiveMethods, performNaive } from './naive/naive-operations.ts';

/** What student code may use beside the nodes. */
interface BesideNodes {
  /** The clients that `lab.naive` starts. */
  naive?: Promise<NaiveClients>;
  service?: ManagedService;
}

/** A request of student code: its parameters were checked against the protocol table. */
type Operation = (request: Request) => Promise<unknown>;

interface Request {
  node: ClusterNode;
  params: Record<string, unknown>;
  signal: AbortSignal;
}

/** What student code may be permitted, and the methods that each permission opens. */
const permissions: Record<LabOperation, readonly string[]> = {
  exec: ['node.exec'],
  files: ['node.writeFile', 'node.readFile'],
  start: ['node.start'],
  stop: ['node.stop'],
  kill: ['node.kill'],
  pause: ['node.pause', 'node.resume'],
  disconnect: ['lab.disconnect', 'lab.reconnect', 'fault.heal'],
  isolate: ['lab.isolate', 'lab.reconnect', 'fault.heal'],
  blackhole: ['lab.blackhole', 'lab.reconnect', 'fault.heal'],
  delay: ['lab.delay', 'lab.reconnect', 'fault.heal'],
  naive: naiveMethods,
  managed: [
    'managed.createInstance',
    'managed.createReadReplica',
    'managed.promoteReadReplica',
    'managed.modifyParameters',
    'managed.failover',
    'managed.describe',
  ],
};

/** Performs what student code asks of its lab, where the exercise permits it. */
export class LabOperations {
  readonly #cluster: RunningCluster;
  readonly #allowed: ReadonlySet<string>;
  readonly #permits: string;
  readonly #faults = new Map<string, InflictedFault>();
  readonly #service: ManagedService | undefined;
  readonly #naive: Promise<NaiveClients> | undefined;

  constructor(cluster: RunningCluster, exercise: Exercise, beside: BesideNodes = {}) {
    this.#cluster = cluster;
    this.#naive = beside.naive;
    this.#service = beside.service;
    this.#allowed = new Set(exercise.permits.flatMap((name) => permissions[name]));
    this.#permits = exercise.permits.join(', ');
  }

  /** Throws REFUSED for what is not permitted, and what the cluster throws. */
  async perform(method: string, params: Record<string, unknown>, signal: AbortSignal): Promise<unknown> {
    if (!this.#allowed.has(method)) {
      const next = `this exercise permits: ${this.#permits}`;
      throw new LabError('REFUSED', `${method} is not permitted in this exercise (${next})`, { next });
    }
    if (method === 'fault.heal') return await this.#heal(String(params.fault));
    if (method.startsWith('naive.')) return await performNaive(await this.#naive, method, params);
    if (method.startsWith('managed.')) return await this.#order(method, params);
    const node = this.#cluster.node(String(params.node));
    if (isOfService(node)) throw new LabError('REFUSED', `${node.name} is the service's own`);
    const operation = this.#operations[method];
    if (!operation) throw new LabError('REFUSED', `${method} is unknown`);
    return await operation({ node, params, signal });
  }

  async #order(method: string, params: Record<string, unknown>): Promise<unknown> {
    const service = this.#service;
    if (!service) throw new LabError('GRADER', 'an exercise that permits `managed` has the topology `managed`');
    const { name, source, parameters } = params as { name: string; source: string; parameters: Record<string, string> };
    const orders: Record<string, () => unknown> = {
      'managed.createInstance': () =>
        service.createInstance({ name, highlyAvailable: params.highlyAvailable === true }),
      'managed.createReadReplica': () => service.createReadReplica({ name, source }),
      'managed.promoteReadReplica': () => service.promoteReadReplica({ name }),
      'managed.modifyParameters': () => service.modifyParameters({ name, parameters }),
      'managed.failover': () => service.failover({ name }),
      'managed.describe': () => service.describe({ name }),
    };
    return await orders[method]?.();
  }

  readonly #operations: Record<string, Operation> = {
    'node.exec': ({ node, params, signal }) => node.machine.run(String(params.command), { signal }),
    'node.start': ({ node }) => node.start(),
    'node.stop': ({ node, params }) => node.stop(params.mode as StopMode),
    'node.kill': ({ node }) => node.kill(),
    'node.pause': ({ node }) => node.machine.pause(),
    'node.resume': ({ node }) => node.machine.resume(),
    'node.writeFile': ({ node, params }) => node.machine.writeFile(String(params.path), String(params.text)),
    'node.readFile': ({ node, params }) => node.machine.readFile(String(params.path)),
    'lab.disconnect': async ({ node }) => this.#keep(await this.#cluster.disconnect(node)),
    'lab.isolate': async ({ node }) => this.#keep(await this.#cluster.isolate(node)),
    'lab.blackhole': async ({ node }) => this.#keep(await this.#cluster.blackhole(node)),
    'lab.delay': async ({ node, params }) => {
      const links = this.#cluster.replicationLinks(node);
      return this.#keep(await this.#cluster.inflict(links, { kind: 'delay', ms: Number(params.ms) }));
    },
    'lab.reconnect': ({ node }) => this.#cluster.heal(node),
  };

  #keep(fault: InflictedFault): { fault: string } {
    const name = `fault-${this.#faults.size + 1}`;
    this.#faults.set(name, fault);
    return { fault: name };
  }

  async #heal(name: string): Promise<void> {
    const fault = this.#faults.get(name);
    if (!fault) throw new LabError('ARGUMENT', `no fault ${name}`);
    await fault.heal();
  }
}

/** The lab as plain data, from which the student's side builds its objects. */
export function describeLab(cluster: RunningCluster): LabDescription {
  const theirs = cluster.nodes.filter((node) => !isOfService(node));
  const nodes = theirs.map((node) => ({
    name: node.name,
    url: node.url,
    dataDirectory: node.machine.dataDirectory,
    addresses: Object.fromEntries(
      Object.entries(node.paths.peers)
        .filter(([name]) => !isOfService({ name }))
        .map(([name, { host, port }]) => [name, { host, port }]),
    ),
  }));
  const [leader = 'leader', follower = leader] = nodes.map(({ name }) => name);
  return { leader, follower, nodes };
}
