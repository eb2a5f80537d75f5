import { expect, test } from 'vitest';
import type { RunningCluster } from '../cluster/cluster.ts';
import type { Topology } from '../sdk/exercise.ts';
import { ClusterSupply } from './cluster-supply.ts';

/** A supply of clusters that are nothing but names, with what was started and what was ended. */
function supplyOf(...wanted: Topology[]) {
  const started: string[] = [];
  const ended: string[] = [];
  const supply = new ClusterSupply(async (name, topology) => {
    const label = `${name} ${topology}`;
    started.push(label);
    const cluster = { label, [Symbol.asyncDispose]: async () => void ended.push(label) };
    return cluster as unknown as RunningCluster;
  }, wanted);
  return { supply, started, ended };
}

test('none is started that nobody asks for, however many are to be on hand', () => {
  const { supply, started } = supplyOf('pair', 'pair');
  supply.prepare(5);
  expect(started).toEqual(['cluster-1 pair', 'cluster-2 pair']);
});

test('whoever takes one gets the one on hand, and the next is started', async () => {
  const { supply, started } = supplyOf('independent', 'pair');
  supply.prepare(1);
  expect(await supply.take('independent')).toMatchObject({ label: 'cluster-1 independent' });
  expect(started).toEqual(['cluster-1 independent', 'cluster-2 pair']);
});

test('one of another topology is started anew, and what was on hand stays for whom it is for', async () => {
  const { supply } = supplyOf('independent', 'pair');
  supply.prepare(1);
  expect(await supply.take('pair')).toMatchObject({ label: 'cluster-2 pair' });
  expect(await supply.take('independent')).toMatchObject({ label: 'cluster-1 independent' });
});

test('more than were announced can be taken', async () => {
  const { supply } = supplyOf();
  expect(await supply.take('standalone')).toMatchObject({ label: 'cluster-1 standalone' });
});

test('what nobody took is ended', async () => {
  const { supply, ended } = supplyOf('pair', 'pair', 'pair');
  supply.prepare(2);
  await supply.take('pair');
  await supply[Symbol.asyncDispose]();
  expect(ended).toEqual(['cluster-2 pair']);
});
