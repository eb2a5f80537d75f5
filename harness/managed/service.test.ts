import { Client } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RunningCluster } from '../cluster/cluster.ts';
import { isReplicating } from '../cluster/replication.ts';
import { startCluster } from '../cluster/start-cluster.ts';
import { openEngineForTest } from '../engines/embedded/open-for-test.ts';
import type { Engine } from '../engines/engine.ts';
import { serviceMachines } from './machines.ts';
import { ManagedService } from './service.ts';

/** Milliseconds: several servers are copied and restarted in one test, and the machine may be busy. */
const patience = 90_000;

let engine: Engine;
let close: () => PromiseLike<void>;
let count = 0;
beforeAll(async () => {
  const opened = await openEngineForTest();
  engine = opened.engine;
  close = () => opened[Symbol.asyncDispose]();
}, 60_000);
afterAll(async () => await close());

const limits = { timeout: 30_000 };

/** A pair with a service beside it. */
async function withService() {
  const cluster: RunningCluster = await startCluster(engine, {
    id: `managed-${++count}`,
    nodes: ['leader', 'follower', ...serviceMachines],
    wiring: 'managed',
    seed: [],
    grants: [],
    superuser: true,
  });
  const service = new ManagedService(cluster);
  const dispose = async () => {
    await service[Symbol.asyncDispose]();
    await cluster[Symbol.asyncDispose]();
  };
  return { cluster, service, [Symbol.asyncDispose]: dispose };
}

/** One statement with the customer's role, and a session of its own. */
async function ask(url: string | null, sql: string): Promise<unknown> {
  const client = new Client({ connectionString: url ?? '', connectionTimeoutMillis: 5000 });
  client.on('error', () => undefined);
  await client.connect();
  try {
    const { rows } = await client.query(sql);
    return rows[0] && Object.values(rows[0])[0];
  } finally {
    await client.end();
  }
}

test(
  'an order is accepted at once and done later; describe tells how far it is',
  async () => {
    await using lab = await withService();
    const { service, cluster } = lab;
    service.createInstance({ name: 'shop', highlyAvailable: false });
    expect(await service.describe({ name: 'shop' })).toEqual({
      name: 'shop',
      status: 'creating',
      kind: 'instance',
      source: null,
      standby: 'none',
      url: null,
      parameters: {},
      lagBytes: null,
    });
    expect(() => service.createReadReplica({ name: 'reader', source: 'shop' })).toThrow('shop is creating');
    await service.settled(limits);
    const { status, url } = await service.describe({ name: 'shop' });
    expect(status).toBe('available');
    await ask(url, 'CREATE TABLE t (id int)');
    service.createReadReplica({ name: 'reader', source: 'shop' });
    await service.settled(limits);
    const reader = await service.describe({ name: 'reader' });
    expect([reader.kind, reader.source, reader.lagBytes]).toEqual(['read-replica', 'shop', 0]);
    expect(await ask(reader.url, 'SELECT count(*)::int FROM t')).toBe(0);
    await expect(ask(reader.url, 'INSERT INTO t VALUES (1)')).rejects.toMatchObject({ code: '25006' });
    const identifiers = await Promise.all(
      [cluster.leader, service.find('shop').node, service.find('reader').node].map((node) => node.systemIdentifier()),
    );
    expect(identifiers[1]).toBe(identifiers[2]);
    expect(identifiers[0]).not.toBe(identifiers[1]);
    service.promoteReadReplica({ name: 'reader' });
    await service.settled(limits);
    await ask(reader.url, 'INSERT INTO t VALUES (1)');
    expect((await service.describe({ name: 'reader' })).kind).toBe('instance');
    expect(await ask(url, 'SELECT count(*)::int FROM t')).toBe(0);
  },
  patience,
);

test(
  'the customer is no superuser, reaches no file, and cannot replicate by itself',
  async () => {
    await using lab = await withService();
    lab.service.createInstance({ name: 'shop', highlyAvailable: false });
    await lab.service.settled(limits);
    const { url } = await lab.service.describe({ name: 'shop' });
    expect(await ask(url, 'SELECT rolsuper OR rolreplication FROM pg_roles WHERE rolname = current_user')).toBe(false);
    const refused = [
      "SELECT pg_read_file('pg_hba.conf')",
      "COPY (SELECT 1) TO PROGRAM 'true'",
      "ALTER SYSTEM SET work_mem = '8MB'",
      "SELECT pg_create_physical_replication_slot('mine')",
      'CREATE ROLE mine LOGIN REPLICATION',
      'SELECT pg_promote()',
    ];
    for (const sql of refused) await expect(ask(url, sql), sql).rejects.toMatchObject({ code: '42501' });
    for (const way of ['true', 'database']) {
      const replication = ask(`${url}?replication=${way}`, 'IDENTIFY_SYSTEM');
      await expect(replication, way).rejects.toMatchObject({ code: expect.stringMatching(/^(28000|42501)$/) });
    }
    // What the superuser of the pair can read opens nothing here.
    const { replication } = lab.cluster.identities;
    const stolen = new URL(`${url}?replication=true`);
    [stolen.username, stolen.password] = [replication.role, replication.password];
    await expect(ask(stolen.href, 'IDENTIFY_SYSTEM')).rejects.toMatchObject({ code: '28P01' });
  },
  patience,
);

test(
  'only parameters on the list can be set, all or none, and a standby gets them too',
  async () => {
    await using lab = await withService();
    const { service } = lab;
    service.createInstance({ name: 'shop', highlyAvailable: true });
    await service.settled(limits);
    const set = (parameters: Record<string, string>) => service.modifyParameters({ name: 'shop', parameters });
    await expect(set({ work_mem: '9MB', wal_level: 'minimal' })).rejects.toMatchObject({ code: 'REFUSED' });
    await expect(set({ work_mem: '9MB', log_min_duration_statement: 'soon' })).rejects.toMatchObject({
      code: 'ARGUMENT',
    });
    await set({ work_mem: '7MB' });
    await service.settled(limits);
    const { url, parameters } = await service.describe({ name: 'shop' });
    expect(parameters).toEqual({ work_mem: '7MB' });
    expect(await ask(url, 'SHOW work_mem')).toBe('7MB');
    service.failover({ name: 'shop' });
    await service.settled(limits);
    expect(await ask(url, 'SHOW work_mem')).toBe('7MB');
  },
  patience,
);

test(
  'in a failover the url stays, no acknowledged row is lost, and read replicas follow the new leader',
  async () => {
    await using lab = await withService();
    const { service } = lab;
    service.createInstance({ name: 'shop', highlyAvailable: true });
    await service.settled(limits);
    const { url } = await service.describe({ name: 'shop' });
    await ask(url, 'CREATE TABLE t (id int)');
    service.createReadReplica({ name: 'reader', source: 'shop' });
    await service.settled(limits);
    for (const id of [1, 2]) {
      const old = service.find('shop').node;
      await ask(url, `INSERT INTO t VALUES (${id})`);
      service.failover({ name: 'shop' });
      await service.settled(limits);
      expect(service.find('shop').node).not.toBe(old);
      expect(await ask(url, 'SELECT count(*)::int FROM t')).toBe(id);
      const proof = await isReplicating(service.find('shop').node, service.find('reader').node, limits);
      expect(proof).toEqual({ replicates: true });
      expect(await service.describe({ name: 'shop' })).toMatchObject({ status: 'available', standby: 'ready' });
    }
  },
  patience,
);

test(
  'an order that would come in between another one is refused, and breaks nothing',
  async () => {
    await using lab = await withService();
    const { service } = lab;
    service.createInstance({ name: 'shop', highlyAvailable: true });
    await service.settled(limits);
    service.createReadReplica({ name: 'reader', source: 'shop' });
    expect(() => service.failover({ name: 'shop' })).toThrow('reader, which follows shop, is creating');
    await service.settled(limits);
    service.failover({ name: 'shop' });
    expect(() => service.promoteReadReplica({ name: 'reader' })).toThrow('shop, which reader follows, is failing-over');
    expect(() => service.failover({ name: 'shop' })).toThrow('shop is failing-over');
    await expect(service.modifyParameters({ name: 'shop', parameters: { work_mem: '7MB' } })).rejects.toThrow(
      'shop is failing-over',
    );
    await service.settled(limits);
    expect(service.trouble).toBeUndefined();
  },
  patience,
);

test(
  'what there is no room for, no standby for, or no instance of is refused in words',
  async () => {
    await using lab = await withService();
    const { service } = lab;
    expect(() => service.find('shop')).toThrow('the service has no instance "shop"; there are: none yet');
    service.createInstance({ name: 'shop', highlyAvailable: false });
    await service.settled(limits);
    expect(() => service.createInstance({ name: 'shop', highlyAvailable: false })).toThrow('there is an instance shop');
    expect(() => service.createInstance({ name: 'other', highlyAvailable: false })).toThrow('room for one instance');
    expect(() => service.createInstance({ name: 'Not a name', highlyAvailable: false })).toThrow('a name is up to');
    expect(() => service.failover({ name: 'shop' })).toThrow('shop is not highly available');
    expect(() => service.promoteReadReplica({ name: 'shop' })).toThrow('shop is no read replica');
    expect(service.trouble).toBeUndefined();
  },
  patience,
);
