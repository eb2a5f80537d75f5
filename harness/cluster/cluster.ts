import { wallNow } from '../core/clock.ts';
import { LabError } from '../core/errors.ts';
import type { FaultSpec, Gateway, InflictedFault, LinkAddress, Traffic } from '../gateway/gateway.ts';
import type { ClusterNode } from './cluster-node.ts';
import type { OpenIdentities } from './identities.ts';

/** Bytes: what several clusters side by side may have taken and given back before somebody looks. */
const enoughRoom = 64 * 1024 ** 2;

/** Links are named by their ends. */
export const clientLink = (node: string): string => `clients->${node}`;
export const controlLink = (node: string): string => `control->${node}`;
export const peerLink = (from: string, to: string): string => `${from}->${to}`;

/** A fault that was put on links of a cluster, in wall-clock milliseconds; `healedAt` is open while it lasts. */
export interface FaultRecord {
  at: number;
  links: readonly string[];
  spec: FaultSpec;
  healedAt?: number;
}

interface ClusterParts {
  nodes: readonly ClusterNode[];
  gateway: Gateway;
  identities: OpenIdentities;
  /** What is done for its servers as long as it runs. */
  awake: Disposable;
}

/** The nodes of one check, running. Disposing ends their servers and removes their data. */
export class RunningCluster implements AsyncDisposable {
  readonly nodes: readonly ClusterNode[];
  readonly identities: OpenIdentities;
  /** Every fault since the nodes were handed over, oldest first. */
  readonly faults: readonly FaultRecord[];
  readonly #gateway: Gateway;
  readonly #awake: Disposable;
  readonly #open = new Set<InflictedFault>();
  readonly #records: FaultRecord[] = [];

  constructor({ nodes, gateway, identities, awake }: ClusterParts) {
    this.nodes = nodes;
    this.identities = identities;
    this.#gateway = gateway;
    this.#awake = awake;
    this.faults = this.#records;
  }

  get leader(): ClusterNode {
    return this.node('leader');
  }

  get follower(): ClusterNode {
    return this.node('follower');
  }

  node(name: string): ClusterNode {
    const node = this.nodes.find((candidate) => candidate.name === name);
    if (!node) throw new LabError('ARGUMENT', `no node ${name}; there are ${this.nodes.map((n) => n.name).join(', ')}`);
    return node;
  }

  /**
   * The connection string by which this process gets where another one gets with the given one. Where programs and nodes
   * have networks of their own, that is by the clients' path; the server sees the gateway either way.
   */
  fromHere(url: string): string {
    if (!URL.canParse(url)) return url;
    const place = new URL(url);
    const leads = ({ host, port }: LinkAddress) => host === place.hostname && String(port) === place.port;
    const node = this.nodes.find(({ paths: { client, peers } }) => {
      const forNodes = Object.values(peers).filter(({ onlyForNodes }) => onlyForNodes);
      return [client.forPrograms, ...forNodes].some((each) => each && leads(each));
    });
    if (!node) return url;
    place.hostname = node.paths.client.host;
    place.port = String(node.paths.client.port);
    return place.href;
  }

  /** Both directions between the node and every other one: where replication can flow. */
  replicationLinks(node: ClusterNode): string[] {
    const others = this.nodes.filter((other) => other !== node);
    return others.flatMap((other) => [peerLink(node.name, other.name), peerLink(other.name, node.name)]);
  }

  /** Severs the node's replication; clients still reach it. */
  disconnect(node: ClusterNode): Promise<InflictedFault> {
    return this.inflict(this.replicationLinks(node), { kind: 'sever' });
  }

  /** Severs replication and clients. The control path and power operations remain. */
  isolate(node: ClusterNode): Promise<InflictedFault> {
    return this.inflict([...this.replicationLinks(node), clientLink(node.name)], { kind: 'sever' });
  }

  /** Severs the node's clients; replication goes on. */
  cutClients(node: ClusterNode): Promise<InflictedFault> {
    return this.inflict([clientLink(node.name)], { kind: 'sever' });
  }

  /** Holds the node's replication silently. */
  blackhole(node: ClusterNode): Promise<InflictedFault> {
    return this.inflict(this.replicationLinks(node), { kind: 'hold' });
  }

  /** Puts a fault on some links; the control paths are not among those it accepts. */
  async inflict(links: readonly string[], spec: FaultSpec): Promise<InflictedFault> {
    const forbidden = links.find((link) => link.startsWith('control->'));
    if (forbidden) throw new LabError('REFUSED', `the control path is never cut: ${forbidden}`);
    const at = wallNow();
    const fault = this.#recorded(at, await this.#gateway.inflict(links, spec));
    this.#open.add(fault);
    return fault;
  }

  /** Clients who dial `from` reach `to` from now on, under the same address; their open connections are reset. */
  async redirectClients(from: ClusterNode, to: ClusterNode): Promise<void> {
    await this.#gateway.redirect(clientLink(from.name), to.machine.address);
  }

  /** What has failed of what carries the cluster, by nobody's doing but ours; undefined while all holds. */
  async trouble(): Promise<unknown> {
    const all = [this.#gateway.vouch(), ...this.nodes.map(({ machine }) => machine.vouch())];
    const failed = (await Promise.allSettled(all)).find(({ status }) => status === 'rejected');
    return failed?.status === 'rejected' ? failed.reason : undefined;
  }

  /** NO_STORAGE when so little room is left that whatever fails here may have failed for want of it; or undefined. */
  async shortage(): Promise<LabError | undefined> {
    const free = await this.nodes[0]?.machine.room(); // all lie on one disk
    if (free === undefined || !(free < enoughRoom)) return undefined;
    const found = `the disk of the servers is all but full: ${Math.floor(free / 1024 ** 2)} MiB are free`;
    return new LabError('NO_STORAGE', found, { next: 'npm run doctor, or make room' });
  }

  /** What has passed a link so far. */
  traffic(link: string): Promise<Traffic> {
    return this.#gateway.traffic(link);
  }

  /** Heals every fault that touches the node, or every fault there is. */
  async heal(node?: ClusterNode): Promise<void> {
    const ends = node && [...this.replicationLinks(node), clientLink(node.name)];
    for (const fault of this.#open) {
      if (ends && !fault.links.some((link) => ends.includes(link))) continue;
      await fault.heal();
    }
  }

  /** The same fault, whose beginning and healing are written down. */
  #recorded(at: number, fault: InflictedFault): InflictedFault {
    const { links, spec } = fault;
    const record: FaultRecord = { at, links, spec };
    this.#records.push(record);
    const heal = async () => {
      await fault.heal();
      record.healedAt ??= wallNow();
      this.#open.delete(recorded);
    };
    const recorded: InflictedFault = { links, spec, heal, [Symbol.asyncDispose]: heal };
    return recorded;
  }

  /** Servers first: a gateway that vanished would be one more fault in their logs. Never throws. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#awake[Symbol.dispose]();
    await Promise.allSettled(this.nodes.map((node) => node[Symbol.asyncDispose]()));
    await Promise.allSettled([this.#gateway[Symbol.asyncDispose]()]);
  }
}
