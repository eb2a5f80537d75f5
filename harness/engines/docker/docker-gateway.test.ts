import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { askDaemon } from './daemon.ts';
import { daemonWithTakenPort } from './fixtures/daemon-with-taken-port.ts';
import { ofThisProcess } from './labels.ts';
import { type DockerForTest, dockerForTest, openDockerForTest } from './open-for-test.ts';

const found = await dockerForTest();

describe.skipIf(found.because !== undefined)(
  `gateways in containers${found.because ? ` (skipped: ${found.because})` : ''}`,
  () => {
    test('one whose published port somebody else takes at that moment gets another one', {
      timeout: 90_000,
    }, async () => {
      const { host } = found as Extract<DockerForTest, { host: string }>;
      const directory = mkdtempSync(join(tmpdir(), 'lab-d-'));
      await using daemon = await daemonWithTakenPort(directory, host, 1);
      process.env.DOCKER_HOST = daemon.host; // the library finds its daemon there, once
      await using opened = await openDockerForTest({ ...found, host: daemon.host } as DockerForTest, { publish: true });
      await using gateway = await opened.engine.openGateway({ outside: 2 });
      expect(daemon.misled()).toBe(1);
      await gateway.vouch();
      const filters = encodeURIComponent(JSON.stringify({ label: [ofThisProcess(opened.broker.runId)] }));
      const { body } = await askDaemon(host, `/containers/json?all=1&filters=${filters}`);
      expect(JSON.parse(body)).toHaveLength(1); // the first attempt has left none
      rmSync(directory, { recursive: true });
    });
  },
);
