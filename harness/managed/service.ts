import type { RunningCluster } from '../cluster/cluster.ts';
import type { ClusterNode } from '../cluster/cluster-node.ts';
import { introduce } from '../cluster/introduce.ts';
import type { WaitLimits } from '../cluster/replication.ts';
import { LabError } from '../core/errors.ts';
import { NotYet, waitUntil } from '../core/wait-until.ts';
import type { InstanceDescription, InstanceStatus, ServiceParameters } from '../sdk/managed.ts';
import { copyOnto, waitFor } from './copy.ts';
import { describeInstance, type Instance } from './instance.ts';
import { isOfService } from './machines.ts';
import { applyParameters, serversOf, setParameters } from './parameters.ts';
import { planSql, type ServicePlan, standardPlan } from './plan.ts';
import { reload } from './reload.ts';
import { takeOver } from './take-over.ts';

/** Milliseconds that a read replica is behind at least: whoever does not wait for it finds out at once. */
const replicaDelay = 1500;

/** Milliseconds for one step of the service's own work; each takes a fraction of a second. */
const stepTimeout = 30_000;

/**
 * The control plane of an imitated managed service: orders are accepted or refused at once, and done in the background.
 * It owns the servers; its customers have a role on them that is no superuser, and no other way in.
 */
export class ManagedService implements AsyncDisposable {
  /** Set it before the first instance is made. */
  plan: ServicePlan = standardPlan;
  /** The first thing that the service could not do by its own fault: no judgement on its customer's work holds then. */
  trouble: unknown;
  readonly #cluster: RunningCluster;
  readonly #instances = new Map<string, Instance>();
  readonly #running = new Set<Promise<void>>();
  readonly #ended = new AbortController();

  constructor(cluster: RunningCluster) {
    this.#cluster = cluster;
  }

  createInstance({ name, highlyAvailable }: { name: string; highlyAvailable: boolean }): void {
    this.#mustBeFree(name);
    const node = this.#free('instance');
    const standby = highlyAvailable ? { node: this.#free('copy'), ready: false } : undefined;
    const instance = this.#add({ name, kind: 'instance', node, source: undefined, standby });
    this.#begin(instance, 'creating', async (limits) => {
      await node.start();
      const identities = Object.values(node.identities);
      await introduce(node, { identities, seed: planSql(this.plan), grants: [], superuser: false });
      await this.#protect(instance, limits);
    });
  }

  createReadReplica({ name, source: sourceName }: { name: string; source: string }): void {
    this.#mustBeFree(name);
    const source = this.#available(sourceName);
    if (source.kind !== 'instance') refuse(`${sourceName} is itself a read replica; it can be no source of another`);
    const node = this.#free('copy');
    const replica = this.#add({ name, kind: 'read-replica', node, source, standby: undefined });
    Object.assign(replica.parameters, source.parameters);
    this.#begin(replica, 'creating', async (limits) => {
      await copyOnto(node, source.node, limits);
      await node.query(`ALTER SYSTEM SET recovery_min_apply_delay = '${replicaDelay}ms'`);
      await reload(node, limits);
    });
  }

  promoteReadReplica({ name }: { name: string }): void {
    const replica = this.#available(name);
    const { source } = replica;
    if (!source) refuse(`${name} is no read replica`);
    if (source.status === 'failing-over') refuse(`${source.name}, which ${name} follows, is failing-over`);
    this.#begin(replica, 'promoting', async (limits) => {
      await replica.node.promote(limits);
      replica.kind = 'instance';
      replica.source = undefined;
    });
  }

  async modifyParameters({ name, parameters }: { name: string; parameters: ServiceParameters }): Promise<void> {
    const instance = this.#available(name);
    const servers = serversOf(instance);
    instance.status = 'modifying'; // from here on, so that no other order comes in between
    try {
      await setParameters(instance, parameters, this.plan);
    } catch (error) {
      instance.status = 'available';
      throw error;
    }
    this.#begin(instance, 'modifying', async (limits) => {
      await Promise.all(servers.map((node) => reload(node, limits)));
    });
  }

  failover({ name }: { name: string }): void {
    const instance = this.#available(name);
    const { standby } = instance;
    if (!standby) refuse(`${name} is not highly available: it has no standby`);
    if (!standby.ready) refuse(`the standby of ${name} is not ready`);
    const replicas = this.instances.filter(({ source }) => source === instance);
    const busy = replicas.find(({ status }) => status !== 'available');
    if (busy) refuse(`${busy.name}, which follows ${name}, is ${busy.status}`);
    this.#begin(instance, 'failing-over', async (limits) => {
      await takeOver(this.#cluster, instance, replicas, limits);
      this.#work(instance, (more) => this.#protect(instance, more));
    });
  }

  async describe({ name }: { name: string }): Promise<InstanceDescription> {
    return await describeInstance(this.find(name));
  }

  /** Throws ARGUMENT when there is none. */
  find(name: string): Instance {
    const instance = this.#instances.get(name);
    if (instance) return instance;
    const names = [...this.#instances.keys()].join(', ') || 'none yet';
    throw new LabError('ARGUMENT', `the service has no instance ${JSON.stringify(name)}; there are: ${names}`);
  }

  /** What there is, oldest first. */
  get instances(): readonly Instance[] {
    return [...this.#instances.values()];
  }

  /** Waits until all that was ordered is done. Throws what the service could not do. */
  async settled(limits: WaitLimits): Promise<void> {
    await waitUntil(
      'the service to have done its work',
      () => this.#running.size === 0 || new NotYet('it works'),
      limits,
    );
    if (this.trouble !== undefined) throw this.trouble;
  }

  /** Gives up what it is at, and waits until it has. Never throws. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#ended.abort(new LabError('INTERRUPTED', 'the service has ended'));
    await Promise.allSettled(this.#running);
  }

  /** Gives an instance that is to be highly available its standby. */
  async #protect(instance: Instance, limits: WaitLimits): Promise<void> {
    const { node, standby } = instance;
    if (!standby) return;
    await copyOnto(standby.node, node, limits);
    await applyParameters(standby.node, instance.parameters); // those that were set while it was copied
    await reload(standby.node, limits);
    await waitFor(node, standby.node, limits);
    standby.ready = true;
  }

  #begin(instance: Instance, status: InstanceStatus, work: (limits: WaitLimits) => Promise<void>): void {
    instance.status = status;
    this.#work(instance, async (limits) => {
      await work(limits);
      instance.status = 'available';
    });
  }

  #work(instance: Instance, work: (limits: WaitLimits) => Promise<void>): void {
    const { signal } = this.#ended;
    const running = work({ timeout: stepTimeout, signal }).catch((error: unknown) => {
      instance.status = 'failed';
      if (!signal.aborted) this.trouble ??= error;
    });
    this.#running.add(running);
    void running.then(() => this.#running.delete(running));
  }

  #add(given: Omit<Instance, 'status' | 'door' | 'parameters'>): Instance {
    const instance: Instance = { ...given, status: 'creating', door: given.node, parameters: {} };
    this.#instances.set(given.name, instance);
    return instance;
  }

  #mustBeFree(name: string): void {
    if (!/^[a-z][a-z0-9-]{0,39}$/.test(name)) {
      throw new LabError('ARGUMENT', `a name is up to 40 letters a to z, digits and -, not ${JSON.stringify(name)}`);
    }
    if (this.#instances.has(name)) refuse(`there is an instance ${name} already`);
  }

  #available(name: string): Instance {
    const instance = this.find(name);
    if (instance.status !== 'available') refuse(`${name} is ${instance.status}; wait until it is available`);
    return instance;
  }

  /** A machine that nothing runs on: the first one is for instances, the others for copies. */
  #free(purpose: 'instance' | 'copy'): ClusterNode {
    const taken = this.instances.flatMap(({ door, node, standby }) => [door, node, standby?.node]);
    const [first, ...others] = this.#cluster.nodes.filter(isOfService);
    const free = (purpose === 'instance' ? [first] : others).find((node) => node && !taken.includes(node));
    return free ?? refuse('there is room for one instance and two copies (a standby, a read replica), and no more');
  }
}

function refuse(found: string): never {
  throw new LabError('REFUSED', `the service refuses: ${found}`, { next: 'see what `describe` says' });
}
