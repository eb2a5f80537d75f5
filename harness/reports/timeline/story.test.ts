import { expect, test } from 'vitest';
import type { LabEvent } from '../../grading/event-kinds.ts';
import { event, moment, tragedy } from '../testing/story.ts';
import { parseEvents } from './events.ts';
import type { Lane } from './lanes.ts';
import { type Story, tellStory } from './story.ts';

const inOrder = (events: LabEvent[]) => parseEvents(events.map((each) => JSON.stringify(each)).join('\n'));

function told(events: LabEvent[], limit = 100): Story {
  const story = tellStory('story', inOrder(events), [], limit);
  if (!story) throw new Error('nothing was told');
  return story;
}

const ready = event('story', 0, 'cluster.ready', { ms: 1, nodes: ['leader', 'follower'], topology: 'pair' });
const end = event('story', 100, 'concluded', {});
const spans = (lanes: Lane[], key: string) =>
  lanes.find((lane) => lane.key === key)?.spans.map(({ from, to, look, label }) => [look, label, from, Math.floor(to)]);

test('a follower whose log tells of a new timeline is a leader from then on; two leaders at once are found', () => {
  const { lanes, twoLeaders, length } = told(tragedy());
  expect(length).toBe(200);
  expect(spans(lanes, 'leader')).toEqual([['leader', 'leader', 0, 185]]);
  expect(spans(lanes, 'follower')).toEqual(
    [
      ['follower', 'follower', 0, 81],
      ['leader', 'leader', 81.9, 200],
    ].map(([look, label, from, to]) => [look, label, expect.closeTo(from as number, 1), to]),
  );
  expect(twoLeaders).toEqual([{ from: expect.closeTo(81.9, 1), to: 185 }]);
});

test('a server that follows nobody is no second leader, and follows from when its log says so', () => {
  const apart = event('story', 0, 'cluster.ready', { ms: 1, nodes: ['leader', 'follower'], topology: 'standalone' });
  const line = { severity: 'LOG', text: 'entering standby mode', times: 1, until: moment(40) };
  const { lanes, twoLeaders } = told([
    event('story', -5, 'power', { event: 'started' }, { node: 'leader' }),
    apart,
    event('story', 10, 'power', { event: 'started' }, { node: 'follower' }),
    event('story', 40, 'log', line, { node: 'follower' }),
    end,
  ]);
  expect(spans(lanes, 'follower')).toEqual([
    ['apart', 'on its own', 10, 40],
    ['follower', 'follower', expect.closeTo(40.9, 1), 100],
  ]);
  expect(twoLeaders).toEqual([]);
});

test('each kind of fault has its words', () => {
  const specs = [
    { kind: 'sever' },
    { kind: 'delay', ms: 300 },
    { kind: 'silence', after: 1 },
    { kind: 'silence', after: 2 },
  ] as const;
  const faults = specs.map((spec, at) =>
    event('story', 10 * at, 'fault', { spec, links: ['clients->leader'], healedAt: moment(10 * at + 5) }),
  );
  const { lanes } = told([ready, ...faults, end]);
  expect(spans(lanes, 'clients → leader')?.map(([, label]) => label)).toEqual([
    'cut',
    '300 ms late',
    'silent after the login',
    'silent after an answer',
  ]);
});

test('a fault lasts until it is healed, or until the end, on each link that it hits', () => {
  const fault = (ms: number, links: string[], healed?: number) =>
    event('story', ms, 'fault', { spec: { kind: 'hold' }, links, healedAt: healed && moment(healed) });
  const { lanes, entries } = told([
    ready,
    fault(10, ['leader->follower', 'follower->leader'], 30),
    fault(50, ['clients->leader', 'follower->leader']),
    end,
  ]);
  expect(spans(lanes, 'leader ↔ follower')).toEqual([
    ['fault', 'silent', 10, 30],
    ['fault', 'silent', 50, 100],
  ]);
  expect(spans(lanes, 'clients → leader')).toEqual([['fault', 'silent', 50, 100]]);
  expect(lanes.map(({ key }) => key)).not.toContain('clients → follower');
  expect(entries.map(({ at, text }) => `${at} ${text}`)).toEqual([
    '10 silent: leader ↔ follower',
    '30 healed: leader ↔ follower',
    '50 silent: clients → leader, leader ↔ follower',
  ]);
});

test('a paused server is shown as paused, and one that is off as nothing', () => {
  const power = (ms: number, what: 'started' | 'ended' | 'paused' | 'resumed') =>
    event('story', ms, 'power', { event: what }, { node: 'follower' });
  const { lanes } = told([
    power(-5, 'started'),
    ready,
    power(10, 'paused'),
    power(20, 'resumed'),
    power(40, 'ended'),
    power(60, 'started'),
    end,
  ]);
  expect(spans(lanes, 'follower')).toEqual([
    ['follower', 'follower', 0, 10],
    ['paused', 'follower, paused', 10, 20],
    ['follower', 'follower', 20, 40],
    ['follower', 'follower', 60, 100],
  ]);
});

test('a call is one line with its end when nothing came between, and two lines otherwise', () => {
  const call = (id: number, ms: number, over: number, end: { value?: string; error?: string }) => [
    event('story', ms, 'call', { program: 1, id, name: 'write', args: ['leader.url', { product_id: id }] }),
    event('story', over, 'call.end', { program: 1, id, ...end }),
  ];
  const { entries } = told([
    ready,
    ...call(1, 1, 5, { value: 'acked' }),
    ...call(2, 10, 30, { value: 'unknown' }),
    event('story', 20, 'power', { event: 'ended', how: 'SIGKILL' }, { node: 'leader' }),
    ...call(3, 40, 45, { error: 'write did not return within 5000 ms' }),
    event('story', 50, 'call', { program: 1, id: 4, name: 'write', args: [] }),
    end,
  ]);
  expect(entries.map(({ number, text, tone }) => `${number} ${text} (${tone})`)).toEqual([
    '1 write(leader.url, { product_id: 1 }) returned acked (plain)',
    '2 write(leader.url, { product_id: 2 }) is called (plain)',
    '3 the server ended: SIGKILL (power)',
    '4 write returned unknown, 20 ms after its call (plain)',
    '5 write(leader.url, { product_id: 3 }) failed: write did not return within 5000 ms (bad)',
    '6 write() is called (plain)',
  ]);
});

test.for<[method: string, params: Record<string, unknown>, text: string]>([
  ['lab.disconnect', {}, 'lab.disconnect(leader)'],
  ['lab.delay', { ms: 300 }, 'lab.delay(leader, 300)'],
  ['node.stop', { mode: 'fast' }, "leader.stop('fast')"],
  ['node.exec', { command: 'pg_ctl promote -D /x' }, 'leader.$`pg_ctl promote -D /x`'],
  ['node.writeFile', { path: 'postgresql.conf', text: 'x = 1' }, "leader.writeFile('postgresql.conf', …)"],
  ['fault.heal', { fault: 'fault-1' }, 'fault.heal()'],
])('%s is told as it stands in the code', ([method, params, text]) => {
  const request = event('story', 1, 'request', { program: 1, id: 1, method, params }, { node: 'leader' });
  const done = event('story', 2, 'request.end', { program: 1, id: 1, method });
  expect(told([ready, request, done, end]).entries.map((entry) => entry.text)).toEqual([text]);
  const refused = event('story', 2, 'request.end', { program: 1, id: 1, method, error: 'no' });
  expect(told([ready, request, refused, end]).entries.map((entry) => entry.text)).toEqual([`${text} failed: no`]);
});

test('of many readings of a node some are told, the first and the last among them', () => {
  const readings = Array.from({ length: 90 }, (_, at) =>
    event('story', at, 'lsn', { what: 'inserted', position: `0/${at}` }, { node: 'leader' }),
  );
  const { entries } = told([ready, ...readings, end]);
  expect(entries).toHaveLength(8);
  expect([entries.at(0)?.text, entries.at(-1)?.text]).toEqual(['WAL written up to 0/0', 'WAL written up to 0/89']);
});

test('a check whose cluster was never ready, and one that was cut off, have a story as well', () => {
  expect(tellStory('story', [event('story', 0, 'check.begin', {})], [], 10)).toMatchObject({ length: 0, entries: [] });
  const cutOff = told([ready, event('story', 30, 'power', { event: 'ended' }, { node: 'leader' })]);
  expect(cutOff.length).toBe(30);
  expect(tellStory('other', [ready], [], 10)).toBeUndefined();
});
