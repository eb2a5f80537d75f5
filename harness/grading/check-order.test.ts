import { expect, test } from 'vitest';
import { inOrder } from './check-order.ts';

const checks = [{ id: 'a' }, { id: 'b', requires: ['a'] }, { id: 'c' }, { id: 'd', requires: ['b'] }, { id: 'e' }];
const order = (lasted?: Record<string, number>) =>
  inOrder(checks, lasted)
    .map(({ id }) => id)
    .join('');

test('checks that nothing is known of stay as they stand', () => {
  expect(order()).toBe('abcde');
  expect(order({ another: 9 })).toBe('abcde');
});

test('what took longest stands first, and what is not known behind it', () => {
  expect(order({ c: 1, e: 2 })).toBe('ecabd');
});

test('what a check requires stands before it, and what that requires before that', () => {
  expect(order({ d: 3, e: 2, a: 1 })).toBe('abdec');
});
