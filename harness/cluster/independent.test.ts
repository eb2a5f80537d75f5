import { afterAll, beforeAll, expect, test } from 'vitest';
import { openEngineForTest } from '../engines/embedded/open-for-test.ts';
import type { RunningCluster } from './cluster.ts';
import { startCluster } from './start-cluster.ts';

let opened: Awaited<ReturnType<typeof openEngineForTest>>;
beforeAll(async () => {
  opened = await openEngineForTest();
}, 60_000);
afterAll(async () => await opened[Symbol.asyncDispose]());

const start = (wiring: 'independent' | 'machines'): Promise<RunningCluster> =>
  startCluster(opened.engine, {
    id: wiring,
    nodes: ['north', 'south'],
    wiring,
    seed: ['CREATE TABLE public.note (text text)'],
    grants: ['SELECT ON public.note'],
    superuser: false,
  });

test('independent servers are two systems, each seeded, and one does not hear of the other', async () => {
  await using cluster = await start('independent');
  const [north, south] = [cluster.node('north'), cluster.node('south')];
  expect(await north.systemIdentifier()).not.toBe(await south.systemIdentifier());
  await north.query("INSERT INTO public.note VALUES ('only here')");
  expect(await south.query('SELECT text FROM public.note')).toEqual([]);
  expect(await south.query('SELECT FROM pg_catalog.pg_stat_replication')).toEqual([]);
});

test('empty machines take commands, and have no server', async () => {
  await using cluster = await start('machines');
  for (const node of cluster.nodes) {
    expect(node.state).toBe('off');
    expect((await node.machine.run('ls -A "$PGDATA"; command -v initdb')).stdout).toMatch(/^\/.*initdb\n$/);
  }
});
