import { expect, test } from 'vitest';
import { seededRandom } from '../testing/random.ts';
import { compareVectors, type ReplicaAction, replayHistory } from './version-vectors.ts';

const replicas = ['A', 'B', 'C'];
const write = (at: string): ReplicaAction => ({ kind: 'write', at });
const sync = (a: string, b: string): ReplicaAction => ({ kind: 'sync', between: [a, b] });
const everyone = [sync('A', 'B'), sync('B', 'C'), sync('A', 'B')];

test('two writes that have not seen each other are siblings; the next write replaces both', () => {
  const concurrent = [write('A'), write('B'), sync('A', 'B')];
  expect(replayHistory(replicas, concurrent, {}).siblings.A?.map(({ value }) => value)).toEqual(['v1', 'v2']);
  expect(replayHistory(replicas, [...concurrent, write('A')], {}).siblings.A).toMatchObject([
    { value: 'v3', vector: { A: 2, B: 1 } },
  ]);
});

test('last-write-wins drops one of two concurrent writes', () => {
  const { winner, lost } = replayHistory(replicas, [write('A'), write('B'), sync('A', 'B')], {});
  expect([winner.A?.value, winner.B?.value, lost]).toEqual(['v2', 'v2', ['v1']]);
});

test('where a clock is ahead, a write that has seen the other one loses to it', () => {
  const history = [write('B'), sync('A', 'B'), write('A'), sync('A', 'B')];
  expect(replayHistory(replicas, history, {}).lost).toEqual([]);
  expect(replayHistory(replicas, history, { B: 5 }).lost).toEqual(['v2']);
  expect(replayHistory(replicas, history, { B: 5 }).siblings.A).toMatchObject([{ value: 'v2' }]);
});

test('a write that a replica has not sent to anyone is not lost', () => {
  expect(replayHistory(replicas, [write('A'), write('B')], {}).lost).toEqual([]);
});

test('in many histories, vectors say exactly who had seen whom', () => {
  for (const { actions, pasts } of randomHistories()) {
    const { writes } = replayHistory(replicas, actions, {});
    for (const one of writes) {
      for (const other of writes) {
        const [knows, known] = [pasts.get(one.value)?.has(other.value), pasts.get(other.value)?.has(one.value)];
        const order = knows && known ? 'equal' : knows ? 'after' : known ? 'before' : 'concurrent';
        expect(compareVectors(one.vector, other.vector)).toBe(order);
      }
    }
  }
});

test('in many histories, once all have synced all agree, no sibling has seen another, and no last word is missing', () => {
  for (const { actions, pasts } of randomHistories()) {
    const { siblings, winner, writes } = replayHistory(replicas, [...actions, ...everyone], { B: 3 });
    const values = (name: string) => (siblings[name] ?? []).map(({ value }) => value).sort();
    const last = writes
      .map(({ value }) => value)
      .filter((value) => writes.every((other) => other.value === value || !pasts.get(other.value)?.has(value)));
    for (const name of replicas) expect(values(name)).toEqual(last.sort());
    expect(new Set(replicas.map((name) => winner[name]?.value)).size).toBe(1);
  }
});

test('in many histories, what last-write-wins has lost is what its winner had not seen', () => {
  for (const { actions, pasts } of randomHistories()) {
    const { winner, writes, lost } = replayHistory(replicas, [...actions, ...everyone], { B: -4 });
    const seen = pasts.get(winner.A?.value ?? '');
    expect(lost).toEqual(writes.map(({ value }) => value).filter((value) => !seen?.has(value)));
  }
});

/** Histories with, for each write, the writes that its writer had seen, itself included: kept apart from vectors. */
function randomHistories() {
  const next = seededRandom(20260);
  const pick = <T>(items: readonly T[]) => items[Math.floor(next() * items.length)] as T;
  return Array.from({ length: 300 }, () => {
    const actions: ReplicaAction[] = [write('A')];
    while (actions.length < 14) {
      const [a, b] = [pick(replicas), pick(replicas)];
      actions.push(a === b ? write(a) : sync(a, b));
    }
    const pasts = new Map<string, Set<string>>();
    const known = new Map(replicas.map((name) => [name, new Set<string>()]));
    for (const action of actions) {
      if (action.kind === 'write') {
        const value = `v${pasts.size + 1}`;
        known.get(action.at)?.add(value);
        pasts.set(value, new Set(known.get(action.at)));
      } else {
        const [a, b] = action.between;
        const both = new Set([...(known.get(a) ?? []), ...(known.get(b) ?? [])]);
        known.set(a, new Set(both)).set(b, both);
      }
    }
    return { actions, pasts };
  });
}
