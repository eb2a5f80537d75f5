import { expect, test } from 'vitest';
import { startCluster } from '../cluster/start-cluster.ts';
import { waitUntil } from '../core/wait-until.ts';
import { openEngineForTest } from '../engines/embedded/open-for-test.ts';
import { storyLines, writeClusterStory } from './cluster-story.ts';
import type { LabEvent } from './event-kinds.ts';
import type { EventWriter } from './event-log.ts';

const line = (ms: number, text: string) => `1763700000.${String(ms).padStart(3, '0')} [4711] ${text}`;

test('trouble is telling, and of what goes well what tells of roles, streams and settings', () => {
  const log = [
    line(1, 'LOG:  database system is ready to accept connections'),
    line(2, 'LOG:  checkpoint complete: wrote 3 buffers'),
    line(3, 'LOG:  parameter "synchronous_standby_names" changed to "follower"'),
    line(4, 'ERROR:  duplicate key value violates unique constraint "inventory_pkey"'),
    line(4, 'DETAIL:  Key (product_id)=(7) already exists.'),
    line(5, 'LOG:  received promote request'),
    'no line of a server',
  ].join('\n');
  expect(storyLines(log).map(({ at, severity, text }) => [at, severity, text])).toEqual([
    [1763700000001, 'LOG', 'database system is ready to accept connections'],
    [1763700000003, 'LOG', 'parameter "synchronous_standby_names" changed to "follower"'],
    [1763700000004, 'ERROR', 'duplicate key value violates unique constraint "inventory_pkey"'],
    [1763700000005, 'LOG', 'received promote request'],
  ]);
});

test('lines that differ in numbers only are one, which counts them and knows its last', () => {
  const tries = Array.from({ length: 500 }, (_, at) => line(at, `FATAL:  could not connect to port ${4000 + at}`));
  expect(storyLines(tries.join('\n'))).toEqual([
    {
      at: 1763700000000,
      severity: 'FATAL',
      text: 'could not connect to port 4000',
      times: 500,
      until: 1763700000499,
    },
  ]);
});

test('the story of a real pair has its faults with their healing, the end of a server, and positions', async () => {
  await using stack = new AsyncDisposableStack();
  const opened = stack.use(await openEngineForTest());
  const spec = {
    id: 'story',
    nodes: ['leader', 'follower'],
    seed: [],
    grants: [],
    superuser: false,
    wiring: 'streaming',
  } as const;
  const cluster = stack.use(await startCluster(opened.engine, spec));
  const { leader, follower } = cluster;
  const cut = await cluster.disconnect(follower);
  await waitUntil('the follower to notice', async () => (await follower.log()).includes('FATAL'), { timeout: 10_000 });
  await cut.heal();
  await cluster.isolate(leader);
  await leader.kill();

  const events: Pick<LabEvent, 'kind' | 'node' | 'detail' | 'at'>[] = [];
  const say: EventWriter = (_actor, kind, detail, more) => {
    events.push({ kind, detail, node: more?.node, at: more?.at ?? 0 });
  };
  writeClusterStory(cluster, new Map([['follower', await follower.log()]]), say);

  const [healed, lasting] = events.filter(({ kind }) => kind === 'fault');
  expect(healed?.detail).toMatchObject({ spec: { kind: 'sever' }, healedAt: expect.any(Number) });
  expect(lasting?.detail).toMatchObject({ healedAt: undefined });
  expect(lasting?.detail).toMatchObject({ links: expect.arrayContaining(['clients->leader', 'follower->leader']) });
  const power = events.filter(({ kind, node }) => kind === 'power' && node === 'leader');
  expect(power.map(({ detail }) => detail)).toMatchObject([{ event: 'started' }, { event: 'ended', how: 'SIGKILL' }]);
  expect(power[1]?.at).toBeGreaterThan(lasting?.at ?? Number.POSITIVE_INFINITY);
  const fatal = events.find(
    ({ kind, detail }) => kind === 'log' && 'severity' in detail && detail.severity === 'FATAL',
  );
  expect(fatal?.node).toBe('follower');
  // The log's times are cut off to whole milliseconds.
  expect(fatal?.at).toBeGreaterThanOrEqual(Math.floor(healed?.at ?? Number.POSITIVE_INFINITY));
  const positions = events.filter(({ kind }) => kind === 'lsn');
  expect(positions.map(({ detail }) => detail)).toContainEqual({
    what: 'replayed',
    position: expect.stringMatching(/^0\/[0-9A-F]+$/),
  });
});
