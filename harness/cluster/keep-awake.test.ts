import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { NotYet, waitUntil } from '../core/wait-until.ts';
import { debian15, openEngineForTest } from '../engines/embedded/open-for-test.ts';
import type { Engine } from '../engines/engine.ts';
import { controlLink, type RunningCluster } from './cluster.ts';
import { startCluster } from './start-cluster.ts';

const streaming = (engine: Engine): Promise<RunningCluster> =>
  startCluster(engine, {
    id: 'awake',
    nodes: ['leader', 'follower'],
    wiring: 'streaming',
    seed: [],
    grants: [],
    superuser: false,
  });

test.skipIf(!existsSync(debian15))(
  'servers of PostgreSQL 15 are woken several times a second while they run, and their logs do not mention it',
  { timeout: 60_000 },
  async () => {
    await using opened = await openEngineForTest({ pgBin: debian15 });
    await using cluster = await streaming(opened.engine);
    await cluster.leader.kill();
    const accepted = async (name: string) => (await cluster.traffic(controlLink(name))).accepted;
    const [leader, follower] = [await accepted('leader'), await accepted('follower')];
    const woken = async () => (await accepted('follower')) >= follower + 4 || new NotYet(await accepted('follower'));
    await waitUntil('the follower to be woken four times', woken, { timeout: 10_000 });
    expect(await accepted('leader')).toBe(leader);
    expect(await cluster.follower.log()).not.toMatch(/startup packet|connection received|from client/);
  },
);

test('servers of a newer version are left alone', { timeout: 60_000 }, async () => {
  await using opened = await openEngineForTest();
  await using cluster = await streaming(opened.engine);
  const accepted = async () => (await cluster.traffic(controlLink('leader'))).accepted;
  const before = await accepted();
  const began = performance.now();
  await waitUntil('a second', () => performance.now() - began > 1000, { timeout: 5000 });
  expect(await accepted()).toBe(before);
});
