import { expect, test } from 'vitest';
import { lab, labNode } from '../sandbox/lab-argument.ts';
import { shown } from './shown-argument.ts';

const url = 'postgresql://student:secret@127.0.0.1:5432/postgres';

test('no password of an argument is written down, however deep it lies', () => {
  expect(JSON.stringify(shown([url, { leaderUrl: url, more: [url] }]))).not.toContain('secret');
  expect(shown({ leaderUrl: url })).toEqual({ leaderUrl: 'postgresql://student@127.0.0.1:5432/postgres' });
});

test('what crosses by reference is named by its kind, a node by its name', () => {
  const pair = { leader: 'leader', follower: 'follower', nodes: [] };
  const args = [lab(pair), labNode(pair, 'follower'), () => 1, new AbortController().signal];
  expect(shown(args)).toEqual(['lab', 'follower', 'a function', 'a signal']);
});

test('the address of a node is told by its name', () => {
  expect(shown({ leaderUrl: url }, [{ name: 'leader', url }])).toEqual({ leaderUrl: 'leader.url' });
});

test('plain values are themselves', () => {
  expect(shown([1, null, 5n, undefined, true])).toEqual([1, null, 5n, undefined, true]);
});
