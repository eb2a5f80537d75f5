import { expect, test } from 'vitest';
import { deposedAcks } from './deposed-acks.ts';

type Outcome = 'acked' | 'rejected' | 'unknown';
const write = (node: string, begun: number, ended: number, outcome: Outcome = 'acked') => ({
  node,
  begun,
  ended,
  outcome,
});

const reign = [write('old', 0, 1), write('old', 2, 3)];

test('one leader after another is no violation', () => {
  expect(deposedAcks([...reign, write('new', 4, 5), write('new', 6, 7)])).toEqual([]);
  expect(deposedAcks([])).toEqual([]);
});

test('an acknowledgement of the old leader that began after the first of the new one is found, and no other', () => {
  const late = write('old', 6, 7);
  expect(deposedAcks([...reign, write('new', 4, 5), late, write('new', 8, 9)])).toEqual([late]);
});

test('a write that was under way when the new leader took over proves nothing', () => {
  expect(deposedAcks([...reign, write('old', 4, 9), write('new', 4, 5)])).toEqual([]);
  expect(deposedAcks([...reign, write('new', 4, 5), write('old', 5, 6)])).toEqual([]);
});

test('what the old leader refuses, or leaves open, is no acknowledgement', () => {
  const later = [write('old', 6, 7, 'rejected'), write('old', 8, 9, 'unknown')];
  expect(deposedAcks([...reign, write('new', 4, 5), ...later])).toEqual([]);
});

test('a node that only tries has not taken over', () => {
  expect(deposedAcks([...reign, write('new', 4, 5, 'rejected'), write('old', 6, 7)])).toEqual([]);
});

test('two nodes that take over at the same moment depose each other', () => {
  expect(deposedAcks([write('a', 0, 1), write('b', 0, 1), write('a', 2, 3), write('b', 2, 3)])).toHaveLength(2);
});

test('the order in which writes are told does not matter', () => {
  const late = write('old', 6, 7);
  expect(deposedAcks([late, write('new', 4, 5), ...reign])).toEqual([late]);
});

test('of three nodes each is deposed by the next', () => {
  const late = [write('b', 8, 9), write('a', 8, 9)];
  expect(deposedAcks([write('a', 0, 1), write('b', 2, 3), write('c', 4, 5), write('c', 8, 9), ...late])).toEqual(late);
});
