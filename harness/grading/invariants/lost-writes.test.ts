import { expect, test } from 'vitest';
import { lostWrites } from './lost-writes.ts';

const write = (key: number, outcome: 'acked' | 'rejected' | 'unknown') => ({ key, outcome });
const history = [write(1, 'acked'), write(2, 'unknown'), write(3, 'acked'), write(4, 'rejected'), write(5, 'unknown')];

test('every acknowledged key that the survivor lacks is lost, and no other', () => {
  expect(lostWrites(history, [1, 2])).toEqual([3]);
  expect(lostWrites(history, [])).toEqual([1, 3]);
});

test('nothing is lost where all that was acknowledged is there, whatever became of the rest', () => {
  expect(lostWrites(history, [1, 3])).toEqual([]);
  expect(lostWrites(history, [1, 2, 3, 4, 5, 6])).toEqual([]);
});

test('a key of another type is another key: a survivor is read as the writes were written', () => {
  expect(lostWrites([write(1, 'acked')], ['1'])).toEqual([1]);
});
