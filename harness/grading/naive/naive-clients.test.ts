import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import type { RunningCluster } from '../../cluster/cluster.ts';
import { startCluster } from '../../cluster/start-cluster.ts';
import { waitUntil } from '../../core/wait-until.ts';
import { openEngineForTest } from '../../engines/embedded/open-for-test.ts';
import { NaiveClients } from './naive-clients.ts';
import type { NaiveRecord } from './naive-record.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const course = join(import.meta.dirname, '..', '..', '..');
const module = join(course, 'exercises', 'ex6-dual-write', 'naive', 'dual-write.ts');

const started = new AsyncDisposableStack();
const records: NaiveRecord[] = [];
let cluster: RunningCluster;
let naive: NaiveClients;
let product = 0;

beforeAll(async () => {
  const { engine, broker } = started.use(await openEngineForTest());
  cluster = started.use(
    await startCluster(engine, {
      id: 'naive',
      nodes: ['east', 'west'],
      wiring: 'independent',
      seed: ['CREATE TABLE public.inventory (product_id int PRIMARY KEY, quantity int, last_updated timestamptz)'],
      grants: ['SELECT ON public.inventory'],
      superuser: false,
    }),
  );
  naive = started.use(await NaiveClients.open({ broker, cluster, module, records, ended: () => undefined }));
});
afterAll(() => started.disposeAsync());

beforeEach(async () => {
  product += 1;
  for (const node of cluster.nodes) await node.query('INSERT INTO public.inventory VALUES ($1, 0)', [product]);
});

const quantityOn = async (node: string): Promise<number> =>
  await cluster.node(node).value<number>('SELECT quantity FROM public.inventory WHERE product_id = $1', [product]);
const until = async (node: string, quantity: number): Promise<unknown> =>
  await waitUntil(`${quantity} on ${node}`, async () => (await quantityOn(node)) === quantity, { timeout: 20_000 });

test('one client alone leaves both servers with its quantity', async () => {
  const client = await naive.update(product, 5);
  expect(await naive.outcome(client)).toEqual({ told: 'done', servers: { east: 'written', west: 'written' } });
  expect([await quantityOn('east'), await quantityOn('west')]).toEqual([5, 5]);
});

test('an order that is made by holding a request comes out a hundred times of a hundred', async () => {
  const ends: string[] = [];
  for (let round = 0; round < 100; round += 1) {
    const anna = await naive.update(product, 1, { requests: ['west'] });
    await until('east', 1);
    const ben = await naive.update(product, 2);
    await naive.outcome(ben);
    await naive.release(anna, 'west');
    await naive.outcome(anna);
    ends.push(`${await quantityOn('east')} ${await quantityOn('west')}`);
  }
  expect(new Set(ends)).toEqual(new Set(['2 1']));
});

test('a request that is held when the path is cut never arrives, and the client knows of a failure', async () => {
  const client = await naive.update(product, 7, { requests: ['west'] });
  await until('east', 7);
  await naive.cut(client, 'west');
  expect(await naive.outcome(client)).toEqual({ told: 'failed', servers: { east: 'written', west: 'failed' } });
  await naive.release(client, 'west');
  const next = await naive.update(product, 8, { requests: ['east'] }); // another one reaches west as ever
  await naive.cut(next, 'east');
  expect(await naive.outcome(next)).toEqual({ told: 'failed', servers: { east: 'failed', west: 'untried' } });
  expect([await quantityOn('east'), await quantityOn('west')]).toEqual([7, 0]);
});

test('a write whose reply is held has been made, whatever the client then believes', async () => {
  const client = await naive.update(product, 9, { replies: ['west'] });
  await until('west', 9);
  await naive.cut(client, 'west');
  expect(await naive.outcome(client)).toEqual({ told: 'failed', servers: { east: 'written', west: 'failed' } });
});

test('a server that is down is left out, and the client is content; the record says when that was', async () => {
  await cluster.node('west').kill();
  const client = await naive.update(product, 3);
  expect(await naive.outcome(client)).toEqual({ told: 'done', servers: { east: 'written', west: 'skipped' } });
  await cluster.node('west').start();
  expect(await quantityOn('west')).toBe(0);
  const [ended, back] = cluster.node('west').machine.power.slice(-2);
  const record = records.at(-1);
  expect(record).toMatchObject({ client, product, quantity: 3 });
  expect([ended?.at, record?.begunAt, record?.endedAt, back?.at]).toEqual(
    [ended?.at, record?.begunAt, record?.endedAt, back?.at].toSorted((a, b) => (a ?? 0) - (b ?? 0)),
  );
});

test('a client of another name, and more than twenty at work, are refused', async () => {
  await expect(naive.outcome('naive-0')).rejects.toThrow('no naive client naive-0');
  const held = await Promise.all(Array.from({ length: 20 }, () => naive.update(product, 4, { requests: ['east'] })));
  await expect(naive.update(product, 4)).rejects.toThrow('20 naive clients are at work already');
  await Promise.all(held.map((client) => naive.cut(client, 'east')));
  await Promise.all(held.map((client) => naive.outcome(client)));
});
