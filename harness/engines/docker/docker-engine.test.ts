import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { peerLink, type RunningCluster } from '../../cluster/cluster.ts';
import { isReplicating } from '../../cluster/replication.ts';
import { startCluster } from '../../cluster/start-cluster.ts';
import type { LabError } from '../../core/errors.ts';
import { waitUntil } from '../../core/wait-until.ts';
import type { Engine } from '../engine.ts';
import { describeEngineContract } from '../engine-contract.ts';
import { describeLinksContract } from '../links-contract.ts';
import { openClient } from './client.ts';
import { askDaemon } from './daemon.ts';
import { sweepDeadContainers } from './janitor.ts';
import { ofThisProcess } from './labels.ts';
import { dockerForTest, openDockerForTest } from './open-for-test.ts';

const found = await dockerForTest();

if (found.because === undefined) {
  describeEngineContract('docker', () => openDockerForTest(found));
  describeLinksContract('docker', () => openDockerForTest(found));
  describeLinksContract('docker, by published ports', () => openDockerForTest(found, { publish: true }));
  describeContainers(found.host);
} else describe(`docker (not here: ${found.because})`, () => test.skip('no containers', () => undefined));

function describeContainers(host: string): void {
  describe('clusters of containers', () => {
    let engine: Engine;
    let mine: string;
    let close: () => PromiseLike<void>;
    let count = 0;
    beforeAll(async () => {
      const opened = await openDockerForTest(found);
      engine = opened.engine;
      mine = ofThisProcess(opened.broker.runId);
      close = () => opened[Symbol.asyncDispose]();
    }, 60_000);
    afterAll(async () => await close());
    const pair = (on = engine): Promise<RunningCluster> =>
      startCluster(on, {
        id: `docker-test-${++count}`,
        nodes: ['leader', 'follower'],
        wiring: 'streaming',
        seed: ['CREATE TABLE public.t (id int PRIMARY KEY)'],
        grants: ['SELECT, INSERT ON public.t'],
        superuser: false,
      });
    const soon = { timeout: 20_000 };

    test('a fault on the replication link cuts it, and healing brings the follower back', async () => {
      await using cluster = await pair();
      const { leader, follower } = cluster;
      expect(await isReplicating(leader, follower, soon)).toEqual({ replicates: true });
      expect(await cluster.trouble()).toBeUndefined();
      const cut = await cluster.inflict([peerLink('follower', 'leader')], { kind: 'sever' });
      await waitUntil(
        'it to be cut',
        async () => (await isReplicating(leader, follower, { timeout: 200 })).replicates === false,
        soon,
      );
      await cut.heal();
      expect(await isReplicating(leader, follower, soon)).toEqual({ replicates: true });
    }, 60_000);

    test.for<'leader' | 'gateway'>(['leader', 'gateway'])(
      'a %s whose container somebody removes is trouble of ours',
      { timeout: 60_000 },
      async (which) => {
        await using cluster = await pair();
        const { dockerode } = await openClient(host);
        const containers = await dockerode.listContainers({ filters: { label: [mine] } });
        const doomed = containers.find(({ Labels }) => {
          const machine = Labels['replication-lab.machine'];
          return which === 'gateway' ? machine === undefined : machine === `docker-test-${count}/leader`;
        });
        await dockerode.getContainer(doomed?.Id ?? '').remove({ force: true });
        const trouble = await waitUntil('trouble', () => cluster.trouble(), soon);
        expect(['START_FAILED', 'NO_DOCKER']).toContain((trouble as LabError).code);
        if (which === 'leader')
          await expect(cluster.leader.machine.run('true')).rejects.toThrow(/has gone, and not by/);
      },
    );

    test('a daemon that has no address for another network of its choice has room for a cluster', async () => {
      const { dockerode } = await openClient(host);
      await using networks = new AsyncDisposableStack();
      const another = async () => {
        const network = await dockerode.createNetwork({ Name: `docker-test-pool-${randomUUID()}` });
        networks.defer(() => network.remove());
      };
      const fill = async () => {
        for (let made = 0; made < 100; made += 1) await another();
      };
      await expect(fill()).rejects.toThrow(/address pools|non-overlapping/);
      await using opened = await openDockerForTest(found);
      await using cluster = await pair(opened.engine);
      expect(await isReplicating(cluster.leader, cluster.follower, soon)).toEqual({ replicates: true });
    }, 120_000);

    test('what a killed process has left is swept, and what lives is spared', async () => {
      await using cluster = await pair();
      const owner = spawn(process.execPath, [join(import.meta.dirname, 'fixtures', 'owner.ts')], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      const [said] = (await once(owner.stdout, 'data')) as [Buffer];
      const { filters } = JSON.parse(String(said)) as { filters: string };
      const left = async () =>
        JSON.parse((await askDaemon(host, `/containers/json?all=1&filters=${filters}`)).body).length;
      expect(await left()).toBe(1);
      owner.kill('SIGKILL');
      await once(owner, 'exit');
      expect(await sweepDeadContainers(host)).toBeGreaterThanOrEqual(2); // its container and its network
      expect(await left()).toBe(0);
      expect(await cluster.trouble()).toBeUndefined();
    }, 60_000);
  });
}
