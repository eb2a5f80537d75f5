import { expect, test } from 'vitest';
import { formatBytes, lagOf } from './lag.ts';
import type { NodeStatus, ServerSaid } from './read-status.ts';
import { lagTable, statusLine } from './render-status.ts';

const said = (more: Partial<ServerSaid>): ServerSaid => {
  const lsn = more.lsn ?? 0x3000148n;
  return { timeline: 1, lsn, received: lsn, connected: false, held: false, age: null, senders: {}, ...more };
};
const node = (
  name: string,
  state: NodeStatus['state'],
  more?: Partial<ServerSaid>,
  ...faults: string[]
): NodeStatus => ({
  name,
  state,
  faults,
  said: more && said(more),
});

const leader = node('leader', 'leads', { senders: { near: 'quorum' } });
const near = node('near', 'follows', { connected: true, age: 0.25 });
const far = node('far', 'follows', { lsn: 0x2000000n, received: 0x2ff0000n, held: true, age: 61 }, 'disconnected');

test('a line says of each node what it is, where, and how far behind', () => {
  expect(statusLine([leader, near, far])).toBe(
    'leader leads, timeline 1, 0/3000148 | near follows, timeline 1, 0/3000148, 0 B behind | ' +
      'far follows nobody, timeline 1, 0/2000000, 17 MB behind [disconnected, replay held]',
  );
});

test('where it does not fit, details give way, then the end', () => {
  const all = [leader, near, far];
  expect(statusLine(all, 120)).toBe(
    'leader leads t1 | near follows t1, 0 B behind | far follows nobody t1, 17 MB behind [disconnected, replay held]',
  );
  expect(statusLine(all, 60)).toBe('leader leads | near follows | far follows nobody');
  expect(statusLine(all, 20)).toBe('leader leads | near…');
});

test('a server that is off, frozen, silent or not there says nothing of itself', () => {
  expect(
    statusLine([node('a', 'off'), node('b', 'frozen'), node('c', 'silent', undefined, 'isolated'), node('d', 'empty')]),
  ).toBe('a is off | b is frozen | c does not answer [isolated] | d is empty');
});

test('the table of lag tells what is on its way from what waits for replay', () => {
  expect(lagTable([leader, near, far])).toMatchInlineSnapshot(`
    " follower | behind |     link      | not received | not replayed | last commit seen
    ----------+--------+---------------+--------------+--------------+------------------
     near     | leader | quorum        |          0 B |          0 B |            0.3 s
     far      | leader | not connected |        66 kB |        17 MB |           61.0 s
    (2 rows)"
  `);
});

test('where nobody follows there is no table', () => {
  expect(lagTable([leader, node('near', 'off')])).toBe('no server follows another now');
});

test('with two leaders a follower is measured against the one on its timeline', () => {
  const other = node('other', 'leads', { timeline: 2, lsn: 0x9000000n });
  expect(lagOf(near, [other, leader])?.leader).toBe('leader');
  expect(lagOf(node('x', 'follows', { timeline: 3 }), [leader, other])?.leader).toBe('other');
  expect(lagOf(near, [node('leader', 'off'), near])).toBeUndefined();
  expect(lagOf(leader, [leader])).toBeUndefined();
});

test('the header of a page that is still empty is no lag, and neither is a follower asked later than its leader', () => {
  const filled = node('leader', 'leads', { lsn: 0x3002018n });
  expect(lagOf(node('near', 'follows', { lsn: 0x3002000n }), [filled])).toMatchObject({ toReceive: 0n, toReplay: 0n });
  expect(lagOf(node('near', 'follows', { lsn: 0x3004000n }), [filled])).toMatchObject({ toReceive: 0n, toReplay: 0n });
});

test.for<[bytes: bigint, text: string]>([
  [0n, '0 B'],
  [999n, '999 B'],
  [1000n, '1.0 kB'],
  [9949n, '9.9 kB'],
  [9950n, '10 kB'],
  [999_499n, '999 kB'],
  [999_500n, '1.0 MB'],
  [16_777_216n, '17 MB'],
  [5_000_000_000_000n, '5.0 TB'],
])('%s bytes are %s', ([bytes, text]) => {
  expect(formatBytes(bytes)).toBe(text);
});
