import { expect, test } from 'vitest';
import type { RunningCluster } from '../cluster/cluster.ts';
import type { Topology } from '../sdk/exercise.ts';
import { ClusterSupply } from './cluster-supply.ts';

/** A supply of clusters that are nothing but names, with what was made, what was started and what was ended. */
function supplyOf(wanted: Topology[], ahead = 0) {
  const made: string[] = [];
  const started: string[] = [];
  const ended: string[] = [];
  const prepare = async (name: string, topology: Topology) => {
    const label = `${name} ${topology}`;
    made.push(label);
    const cluster = { label, [Symbol.asyncDispose]: async () => void ended.push(label) };
    const start = async () => {
      started.push(label);
      return cluster as unknown as RunningCluster;
    };
    return { ...cluster, start };
  };
  return { supply: new ClusterSupply({ prepare, wanted, ahead }), made, started, ended };
}

test('none is started that nobody asks for, however many are to be on hand', async () => {
  const { supply, started } = supplyOf(['pair', 'pair']);
  supply.prepare(5);
  await settled();
  expect(started).toEqual(['cluster-1 pair', 'cluster-2 pair']);
});

test('whoever takes one gets the one on hand, and the next is started', async () => {
  const { supply, started } = supplyOf(['independent', 'pair']);
  supply.prepare(1);
  expect(await supply.take('independent')).toMatchObject({ label: 'cluster-1 independent' });
  await settled();
  expect(started).toEqual(['cluster-1 independent', 'cluster-2 pair']);
});

test('one of another topology is started anew, and what was on hand stays for whom it is for', async () => {
  const { supply } = supplyOf(['independent', 'pair']);
  supply.prepare(1);
  expect(await supply.take('pair')).toMatchObject({ label: 'cluster-2 pair' });
  expect(await supply.take('independent')).toMatchObject({ label: 'cluster-1 independent' });
});

test('more than were announced can be taken', async () => {
  const { supply } = supplyOf([]);
  expect(await supply.take('standalone')).toMatchObject({ label: 'cluster-1 standalone' });
});

test('what nobody took is ended', async () => {
  const { supply, ended } = supplyOf(['pair', 'pair', 'pair']);
  supply.prepare(2);
  await supply.take('pair');
  await supply[Symbol.asyncDispose]();
  expect(ended).toEqual(['cluster-2 pair']);
});

test('of the next ones the machines are made ahead, and ended when nobody takes them', async () => {
  const { supply, made, started, ended } = supplyOf(['pair', 'pair', 'pair', 'pair'], 1);
  supply.prepare(1);
  await settled();
  expect([made, started]).toEqual([['cluster-1 pair', 'cluster-2 pair'], ['cluster-1 pair']]);
  await supply.take('pair');
  await settled();
  expect(made).toEqual(['cluster-1 pair', 'cluster-2 pair', 'cluster-3 pair']);
  expect(started).toEqual(['cluster-1 pair', 'cluster-2 pair']);
  await supply[Symbol.asyncDispose]();
  expect(ended).toEqual(['cluster-2 pair', 'cluster-3 pair']);
});

/** What was begun without anybody waiting for it has come as far as it comes. */
const settled = () => new Promise((resolve) => setImmediate(resolve));
