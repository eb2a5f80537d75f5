import { expect, test } from 'vitest';
import { readShares } from './read-shares.ts';

const sides = { leader: 7, follower: 5 };

test('each side has its part of the answers', () => {
  expect(readShares([7, 5, 7, 7], sides)).toEqual({ shares: { leader: 0.75, follower: 0.25 }, strange: [] });
});

test('an answer that no side has is strange, and nobody’s; so is the right number as a text', () => {
  expect(readShares([7, 6, '5', null], sides)).toEqual({
    shares: { leader: 0.25, follower: 0 },
    strange: [6, '5', null],
  });
});

test('without answers nobody has a share', () => {
  expect(readShares([], sides)).toEqual({ shares: { leader: 0, follower: 0 }, strange: [] });
});

test('sides that cannot be told apart are a mistake of the grader', () => {
  expect(() => readShares([5], { leader: 5, follower: 5 })).toThrow('nobody can tell them apart');
});
