import type { Broker } from '../../broker/broker.ts';
import type { RunningCluster } from '../../cluster/cluster.ts';
import { connectionUrl, type Identity, newIdentity, passwordSql } from '../../cluster/identities.ts';
import { wallNow } from '../../core/clock.ts';
import { LabError } from '../../core/errors.ts';
import type { InflictedFault } from '../../gateway/gateway.ts';
import { openLocalGateway } from '../../gateway/local-gateway.ts';
import type { NaiveOutcome } from '../../sdk/naive.ts';
import { type NaiveProcess, startNaiveProcess } from './naive-process.ts';
import type { NaiveRecord } from './naive-record.ts';

/** Clients that may be at work at a time, and in one check. */
const atOnce = 20;
const inAll = 1000;

/** What is held on a client's path: `requests` to the server, or its `replies`. */
export type Held = 'requests' | 'replies';

export interface NaiveSpec {
  broker: Broker;
  cluster: RunningCluster;
  /** Absolute path of their module. */
  module: string;
  /** Gets every client, oldest first. */
  records: NaiveRecord[];
  /** Called for each client that is done. */
  ended: (record: NaiveRecord) => void;
}

/**
 * Clients that the harness runs for student code, against servers on which student code itself may not write. Each
 * has a path of its own to each server: a gateway before the one through which all clients pass, so that what is held
 * or cut there touches one client. An isolated or dead server is so for them as well.
 */
export class NaiveClients implements AsyncDisposable {
  readonly #spec: NaiveSpec;
  readonly #process: NaiveProcess;
  readonly #identity: Identity;
  readonly #gateway = openLocalGateway();
  readonly #clients = new Map<string, Promise<NaiveOutcome>>();
  readonly #faults = new Map<string, InflictedFault[]>();

  private constructor(spec: NaiveSpec, process: NaiveProcess, identity: Identity) {
    this.#spec = spec;
    this.#process = process;
    this.#identity = identity;
  }

  /** Makes their role on every server, which may read and change the tables in `public`, and loads their module. */
  static async open(spec: NaiveSpec): Promise<NaiveClients> {
    const identity = newIdentity('naive');
    const introduce = [
      `CREATE ROLE ${identity.role} LOGIN`,
      ...passwordSql([identity]),
      `GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO ${identity.role}`,
    ].join(';\n');
    const [process] = await Promise.all([
      startNaiveProcess(spec.broker, spec.module),
      ...spec.cluster.nodes.map((node) => node.query(introduce)),
    ]);
    return new NaiveClients(spec, process, identity);
  }

  /** Resolves with its name when it is connected and begins to write. Throws REFUSED for too many. */
  async update(
    product: number,
    quantity: number,
    holds: Partial<Record<Held, readonly string[]>> = {},
  ): Promise<string> {
    const { cluster, records } = this.#spec;
    const busy = records.filter(({ outcome }) => !outcome).length;
    if (busy >= atOnce) throw new LabError('REFUSED', `${busy} naive clients are at work already: no more at a time`);
    if (records.length >= inAll) throw new LabError('REFUSED', `${inAll} naive clients are enough`);
    const client = `naive-${records.length + 1}`;
    const record: NaiveRecord = { client, product, quantity, begunAt: wallNow() };
    records.push(record);
    const servers = await Promise.all(
      cluster.nodes.map(async ({ name, paths }) => {
        const address = await this.#gateway.open({ id: linkOf(client, name), target: paths.client });
        return { name, url: connectionUrl(this.#identity, address) };
      }),
    );
    await this.#process.ask({ do: 'connect', client, servers });
    for (const what of ['requests', 'replies'] as const) {
      for (const node of holds[what] ?? []) await this.#inflict(client, node, what);
    }
    const ended = this.#process.ask({ do: 'update', client, product, quantity }).then((outcome) => {
      Object.assign(record, { outcome, endedAt: wallNow() });
      this.#spec.ended(record);
      return outcome as NaiveOutcome;
    });
    ended.catch(() => undefined); // whoever waits for the outcome is told
    this.#clients.set(client, ended);
    return client;
  }

  async hold(client: string, node: string, what: Held): Promise<void> {
    await this.#inflict(this.#known(client), node, what);
  }

  async release(client: string, node: string): Promise<void> {
    const link = linkOf(this.#known(client), node);
    for (const fault of this.#faults.get(link)?.splice(0) ?? []) await fault.heal();
  }

  /** Stays cut. */
  async cut(client: string, node: string): Promise<void> {
    await this.#gateway.inflict([linkOf(this.#known(client), node)], { kind: 'sever' });
  }

  async outcome(client: string): Promise<NaiveOutcome> {
    return await (this.#clients.get(this.#known(client)) as Promise<NaiveOutcome>);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#process[Symbol.asyncDispose]();
    await this.#gateway[Symbol.asyncDispose]();
  }

  async #inflict(client: string, node: string, what: Held): Promise<void> {
    const link = linkOf(client, node);
    const direction = what === 'requests' ? 'to-server' : 'to-client';
    const fault = await this.#gateway.inflict([link], { kind: 'hold', direction });
    this.#faults.set(link, [...(this.#faults.get(link) ?? []), fault]);
  }

  #known(client: string): string {
    if (this.#clients.has(client)) return client;
    throw new LabError('ARGUMENT', `no naive client ${client}`);
  }
}

function linkOf(client: string, node: string): string {
  return `${client}->${node}`;
}
