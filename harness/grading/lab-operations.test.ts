import { expect, test } from 'vitest';
import { startCluster } from '../cluster/start-cluster.ts';
import { openEngineForTest } from '../engines/embedded/open-for-test.ts';
import { serviceMachines } from '../managed/machines.ts';
import { ManagedService } from '../managed/service.ts';
import type { Exercise } from '../sdk/exercise.ts';
import { describeLab, LabOperations } from './lab-operations.ts';

test('the customer of the managed service has its console, and neither sees nor reaches its machines', async () => {
  await using opened = await openEngineForTest();
  await using cluster = await startCluster(opened.engine, {
    id: 'console',
    nodes: ['leader', 'follower', ...serviceMachines],
    wiring: 'managed',
    seed: [],
    grants: [],
    superuser: true,
  });
  await using service = new ManagedService(cluster);
  const exercise = { permits: ['kill', 'managed'] } as unknown as Exercise;
  const operations = new LabOperations(cluster, exercise, { service });
  const order = (method: string, params: Record<string, unknown>) =>
    operations.perform(method, params, new AbortController().signal);

  const { nodes } = describeLab(cluster);
  expect(nodes.map(({ name, addresses }) => [name, Object.keys(addresses)])).toEqual([
    ['leader', ['follower']],
    ['follower', ['leader']],
  ]);
  await expect(order('node.kill', { node: 'managed1' })).rejects.toMatchObject({ code: 'REFUSED' });
  await order('managed.createInstance', { name: 'shop', highlyAvailable: false });
  expect(await order('managed.describe', { name: 'shop' })).toMatchObject({ status: 'creating', url: null });
  await expect(order('managed.failover', { name: 'shop' })).rejects.toThrow('shop is creating');
  await service.settled({ timeout: 30_000 });
  expect(await order('managed.describe', { name: 'shop' })).toMatchObject({ status: 'available' });

  const without = new LabOperations(cluster, { ...exercise, permits: ['kill'] }, { service });
  const refused = without.perform('managed.describe', { name: 'shop' }, new AbortController().signal);
  await expect(refused).rejects.toThrow('managed.describe is not permitted in this exercise');
}, 60_000);
