import { expect, test } from 'vitest';
import { divergentKeys } from './convergence.ts';

const replica = (...rows: [number, number | null][]) => new Map(rows);

test('replicas with equal rows have converged, whatever their order', () => {
  expect(divergentKeys(replica([1, 5], [2, null]), replica([2, null], [1, 5]))).toEqual([]);
  expect(divergentKeys(replica(), replica())).toEqual([]);
  expect(divergentKeys(replica([1, 5]))).toEqual([]);
});

test('a value that differs and a key that one of them lacks are divergent, and no other', () => {
  expect(divergentKeys(replica([1, 5], [2, 6], [3, 7]), replica([1, 5], [2, 8], [4, 9]))).toEqual([2, 3, 4]);
});

test('a row without a value is not the same as no row', () => {
  expect(divergentKeys(new Map([[1, undefined]]), new Map())).toEqual([1]);
});

test('one replica of three that differs is enough', () => {
  expect(divergentKeys(replica([1, 5]), replica([1, 5]), replica([1, 6]))).toEqual([1]);
});
